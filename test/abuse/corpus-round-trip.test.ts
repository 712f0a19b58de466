/** Sends every text of the corpus as message, display name, search and username: it returns byte for byte or is refused. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { useNode } from '../http/in-process-node.ts';
import { codeOf, send } from '../realtime/sockets.ts';
import { goodPassword, register, type TestUser } from '../support/client.ts';
import { collect, type Device } from '../support/device.ts';
import { until } from '../support/waiting.ts';
import { rejectionReason } from './contract-oracle.ts';
import { corpus, ownTexts, unstorable } from './text-corpus.ts';
import { events, findRoutes, nameOf } from './transport-catalogue.ts';

const routes = await findRoutes();
const bodyOf = (name: string) => routes.find((route) => nameOf(route) === name)?.body;
const payloadOf = (name: string) => events.find((event) => event.name === name)?.payload;
const label = (text: string) => JSON.stringify(text).slice(0, 120);

describe('the corpus of texts', () => {
  const url = useNode();
  let ann: TestUser;
  let ben: TestUser;
  let hers: Device;
  let his: Device;
  before(async () => {
    [ann, ben] = await Promise.all([register(url()), register(url())]);
    [hers, his] = await Promise.all([ann.connect(), ben.connect()]);
  });
  after(() => {
    hers.close();
    his.close();
  });

  it('contains more than 550 texts, of which more than 120 are written for Duologue', () => {
    expect(corpus.length).to.be.above(550);
    expect(new Set(ownTexts).size).to.be.above(120);
  });

  it('returns a message unchanged in acknowledgement, push and history, or refuses it', async () => {
    const pushed = collect(his, 'chatMessage');
    const stored: string[] = [];
    for (const body of [...corpus, ...unstorable]) {
      const payload = { to: ben.username, clientId: randomUUID(), body };
      const schema = payloadOf('chatMessage');
      const isRight =
        rejectionReason({ operation: 'chatMessage', schema, value: payload, users: new Set([ben.username]) }) === null;
      const answer = await send(hers, 'chatMessage', payload);
      expect(answer.ok ? 'ok' : answer.error.code, label(body)).to.equal(isRight ? 'ok' : 'invalid_input');
      if (!answer.ok) continue;
      expect((answer.data as { message: { body: string } }).message.body, label(body)).to.equal(body);
      stored.push(body);
    }
    await until('all are pushed', () => pushed.length === stored.length);
    expect(pushed.map(({ body }) => body)).to.deep.equal(stored);
    const read: string[] = [];
    for (let after = 0; after < stored.length; after += 100) {
      const page = await his.ask('chatHistory', { with: ann.username, after, limit: 100 });
      read.push(...page.messages.map(({ body }) => body));
    }
    expect(read).to.deep.equal(stored);
    expect(stored.length).to.be.above(500);
  });

  it('returns a display name unchanged except for outer white space and runs of it, or refuses it', async () => {
    let taken = 0;
    for (const displayName of [...corpus, ...unstorable]) {
      const isRight =
        rejectionReason({
          operation: '',
          schema: bodyOf('PATCH /api/me'),
          value: { displayName },
          users: new Set(),
        }) === null;
      const { status, body } = await ann.fetch<{ user?: { displayName: string } }>('/api/me', {
        method: 'PATCH',
        body: { displayName },
      });
      expect(status, label(displayName)).to.equal(isRight ? 200 : 400);
      if (!isRight) continue;
      taken += 1;
      const stored = displayName.trim().replace(/\s{2,}/gu, ' ');
      expect(body.user?.displayName, label(displayName)).to.equal(stored);
      const { users } = await his.ask('watch', { usernames: [ann.username] });
      expect(users[0]?.displayName, label(displayName)).to.equal(stored);
    }
    expect(taken).to.be.above(200);
  });

  it('matches no user by a wildcard and causes no failed search', async () => {
    for (const query of [...corpus, ...unstorable]) {
      const code = await codeOf(send(hers, 'listUsers', { query }));
      expect(code, label(query)).to.equal(unstorable.includes(query) ? 'invalid_input' : 'ok');
    }
    for (const pattern of ['%', '_', '\\', '*', `${ann.username.slice(0, 2)}%`, `_${ann.username.slice(1)}`]) {
      const { users } = await hers.ask('listUsers', { query: pattern });
      expect(users, pattern).to.deep.equal([]);
    }
  });

  it('registers a username only if it follows the rules for names', async () => {
    for (const username of [...corpus, ...unstorable, ...lookAlikes(ann.username)]) {
      const body = { username, password: goodPassword };
      const reason = rejectionReason({
        operation: 'POST /api/register',
        schema: bodyOf('POST /api/register'),
        value: body,
        users: new Set(),
      });
      const answer = await ben.at(url()).fetch('/api/register', { method: 'POST', body });
      expect(answer.status, label(username)).to.be.oneOf(reason === null ? [201, 409] : [400]);
    }
  });
});

/** Returns names that look like this one, or that a lax comparison treats as equal. */
function lookAlikes(name: string): string[] {
  const cyrillic = name.replaceAll('e', 'е').replaceAll('s', 'ѕ');
  const wide = [...name].map((letter) => String.fromCodePoint((letter.codePointAt(0) as number) + 0xfee0)).join('');
  return [
    cyrillic,
    wide,
    `${name} `,
    ` ${name}`,
    `${name}\u00ad`,
    `${name}\u200b`,
    `${name}\u0301`,
    name.replace('s', 'ſ'),
  ];
}
