/** People, pairs, messages and refusals for the suites of the stores. */

import { randomBytes, randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { foldName } from '../../src/engine/identity/names.ts';
import type { SessionId } from '../../src/engine/ports/identifiers.ts';
import type { NewMessage } from '../../src/engine/ports/message-port.ts';
import type { UserRecord } from '../../src/engine/ports/user-port.ts';
import { Refusal, type RefusalCode } from '../../src/protocol/refusals.ts';
import type { Stores } from '../../src/storage/stores.ts';

export function makePerson(
  { users }: Stores,
  names: { username?: string; displayName?: string } = {},
): Promise<UserRecord> {
  const username = names.username ?? `p${randomBytes(6).toString('hex')}`;
  const displayName = names.displayName ?? username;
  return users.create({ username, displayName, nameKey: foldName(displayName), passwordHash: 'none' });
}

/** A live session; what is appended names the one it was sent by. */
export async function makeSession({ sessions }: Stores, userId: string): Promise<string> {
  const secretHash = randomBytes(32).toString('base64url');
  const session = { secretHash, userId, credentialVersion: 0, ip: '127.0.0.1', userAgent: 'test' };
  return (await sessions.create(session, 86_400_000)) ?? '';
}

/** Two people, one of them given or new, their channel, and a session to send by. */
export async function makePair(stores: Stores, given?: UserRecord) {
  const one = given ?? (await makePerson(stores));
  const other = await makePerson(stores);
  const sessionId = await makeSession(stores, one.id);
  return { one, other, sessionId, channel: await stores.channels.open(one.id, other.id) };
}

const sessions = new Map<string, Promise<SessionId>>();

/** A live session of the account, the same one each time. */
export function sessionOf(stores: Stores, userId: string): Promise<SessionId> {
  const found = sessions.get(userId) ?? makeSession(stores, userId);
  sessions.set(userId, found);
  return found;
}

/** A new message of the sender, by a live session of his. */
export async function draftOf(
  stores: Stores,
  channelId: string,
  senderId: string,
  body = 'hello',
): Promise<NewMessage> {
  return { channelId, senderId, sessionId: await sessionOf(stores, senderId), clientId: randomUUID(), body };
}

/** Stores that many messages of the sender, in order. */
export async function sendMany(stores: Stores, channelId: string, senderId: string, count: number) {
  const drafts = await Promise.all(Array.from({ length: count }, () => draftOf(stores, channelId, senderId)));
  return Promise.all(drafts.map((draft) => stores.messages.append(draft)));
}

/** The code of the refusal that the work ends in, which says why; `accepted` when there is none. Any other failure is thrown on. */
export async function codeOf(work: Promise<unknown>): Promise<RefusalCode | 'accepted'> {
  try {
    await work;
    return 'accepted';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    expect(error.message).to.match(/^\p{Lu}.*\.$/u);
    return error.code;
  }
}
