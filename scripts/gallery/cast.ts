/** The people of the gallery and what they have written: stored through the API, then moved back in time. */
import { randomUUID } from 'node:crypto';
import { DatabaseSync } from '@photostructure/sqlite';
import { sqliteFile } from '../../src/storage/database/sqlite-files.ts';
import { expectStatus, register, type TestUser } from '../../test/support/client.ts';
import type { ServerProcess } from '../../test/support/server-process.ts';
import { firstNames, lastNames, longText, openers, talk } from './lines.ts';

export interface Cast {
  readonly ana: TestUser;
  readonly ben: TestUser;
  /** Has an account, and no conversation. */
  readonly newcomer: TestUser;
  /** An empty conversation with Ana. */
  readonly silent: TestUser;
  /** Writes to Ana in the scene of new messages. */
  readonly mila: TestUser;
}

/** Ana has talked with Ben at length, and with 59 others once. */
export async function fill(server: ServerProcess): Promise<Cast> {
  const as = (username: string, displayName: string) => register(server.url, { username, displayName });
  const [ana, ben] = await Promise.all([as('ana', 'Ana Ferreira'), as('ben', 'Ben Okafor')]);
  const newcomer = await as('noor', 'Noor Haddad');
  const silent = await as('kenji', 'Kenji Sato');
  const mila = await as('mila', 'Mila Horvat');
  await read(ana, 'mila', await say(mila, 'ana', 'See you tomorrow then'));
  for (let at = 0; at < 59; at += 1) {
    const first = firstNames[at % firstNames.length] ?? '';
    const last = lastNames[(at * 7) % lastNames.length] ?? '';
    const other = await as(`member-${at}`, `${first} ${last}`);
    await say(other, 'ana', openers[at % openers.length] ?? '');
    if (at < 56) await read(ana, other.username, 1);
  }
  for (let at = 0; at < 40; at += 1)
    await say(at % 3 === 0 ? ana : ben, at % 3 === 0 ? 'ben' : 'ana', `${openers[at % openers.length]}`);
  for (const { from, text } of talk) await say(from === 'ana' ? ana : ben, from === 'ana' ? 'ben' : 'ana', text);
  await decorate(ana, ben);
  moveBack(server.dataDir);
  return { ana, ben, newcomer, silent, mila };
}

export async function say(from: TestUser, to: string, body: string, replyTo?: number): Promise<number> {
  const answer = await from.fetch<{ message: { seq: number } }>(`/api/conversations/${to}/messages`, {
    method: 'POST',
    body: { clientId: randomUUID(), body, ...(replyTo === undefined ? {} : { replyTo }) },
  });
  return expectStatus(answer, 201).message.seq;
}

async function read(reader: TestUser, peer: string, seq: number): Promise<void> {
  const device = await reader.connect();
  await device.ask('markRead', { with: peer, seq });
  device.close();
}

/** A reply, reactions, an edit, a pin and a deletion. */
async function decorate(ana: TestUser, ben: TestUser): Promise<void> {
  const message = (seq: number) => `/api/conversations/ben/messages/${seq}`;
  const plan = await say(ana, 'ben', 'The 9:12 then. I will bring the tickets and *far* too much coffee.');
  await say(ben, 'ana', longText);
  const answer = await say(ben, 'ana', 'Perfect, see you on platform 4', plan);
  const wrong = await say(ana, 'ben', 'Wrong window, sorry');
  const edited = await say(ana, 'ben', 'And my sister says hi');
  await ana.fetch(`${message(answer)}/reactions/${encodeURIComponent('👍')}`, { method: 'PUT' });
  await ben.fetch(`/api/conversations/ana/messages/${plan}/reactions/${encodeURIComponent('❤️')}`, { method: 'PUT' });
  await ana.fetch(`${message(plan)}/pin`, { method: 'PUT' });
  await ana.fetch(message(wrong), { method: 'DELETE' });
  await ana.fetch(message(edited), { method: 'PATCH', body: { body: 'My sister says hello, and brings the cake' } });
  await say(ben, 'ana', '🎉');
  const last = await say(ana, 'ben', 'Until Saturday!');
  await read(ben, 'ana', last);
  await read(ana, 'ben', last);
}

/** The last messages are of today, those before of the days before. */
function moveBack(dataDir: string): void {
  const database = new DatabaseSync(sqliteFile(dataDir), { timeout: 10_000 });
  const last = `(SELECT "lastSeq" FROM "Channel" WHERE "id" = "channelId")`;
  const minutes = `"lastSeq" - 1 + (SELECT count(*) FROM "Channel" other WHERE other."rowid" > "Channel"."rowid")`;
  database.exec(`
    UPDATE "Channel" SET "lastMessageAt" = strftime('%Y-%m-%dT%H:%M:%f+00:00', "lastMessageAt",
      '-' || CASE WHEN "lastSeq" > 1 THEN 0 ELSE 37 * (${minutes}) END || ' minutes') WHERE "lastMessageAt" IS NOT NULL;
    UPDATE "Message" SET "sentAt" = CASE WHEN ${last} = 1
      THEN (SELECT "lastMessageAt" FROM "Channel" WHERE "id" = "channelId")
      ELSE strftime('%Y-%m-%dT%H:%M:%f+00:00', "sentAt", '-' || (CASE WHEN ${last} - "seq" < 14 THEN 2 * (${last} - "seq")
        ELSE 1440 + 60 * (${last} - "seq") END) || ' minutes') END;`);
  database.close();
}
