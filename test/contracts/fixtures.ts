/** Users, pairs, messages and refusals for the suites of the stores. */

import { randomBytes, randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { foldName } from '../../src/engine/identity/names.ts';
import type { SessionId } from '../../src/engine/ports/identifiers.ts';
import type { NewMessage } from '../../src/engine/ports/message-port.ts';
import type { UserRecord } from '../../src/engine/ports/user-port.ts';
import { Refusal, type RefusalCode } from '../../src/protocol/refusals.ts';
import type { Stores } from '../../src/storage/stores.ts';

export function makeUser(
  { users }: Stores,
  names: { username?: string; displayName?: string } = {},
): Promise<UserRecord> {
  const username = names.username ?? `p${randomBytes(6).toString('hex')}`;
  const displayName = names.displayName ?? username;
  return users.create({ username, displayName, nameKey: foldName(displayName), passwordHash: 'none' });
}

/** A live session: a new message names the session that sends it. */
export async function makeSession({ sessions }: Stores, userId: string): Promise<string> {
  const secretHash = randomBytes(32).toString('base64url');
  const session = { secretHash, userId, credentialVersion: 0, ip: '127.0.0.1', userAgent: 'test' };
  return (await sessions.create(session, 86_400_000)) ?? '';
}

/** Two users with their open conversation, and a session of the first; `given` is the first or null for a new one. */
export async function makePair(stores: Stores, given?: UserRecord) {
  const one = given ?? (await makeUser(stores));
  const other = await makeUser(stores);
  const sessionId = await makeSession(stores, one.id);
  return { one, other, sessionId, conversation: await stores.conversations.open(one.id, other.id) };
}

const sessions = new Map<string, Promise<SessionId>>();

/** A live session of the user, the same one each time. */
export function sessionOf(stores: Stores, userId: string): Promise<SessionId> {
  const found = sessions.get(userId) ?? makeSession(stores, userId);
  sessions.set(userId, found);
  return found;
}

/** A new message of the sender, with a live session of the sender. */
export async function newMessageOf(
  stores: Stores,
  channelId: string,
  senderId: string,
  body = 'hello',
): Promise<NewMessage> {
  return { channelId, senderId, sessionId: await sessionOf(stores, senderId), clientId: randomUUID(), body };
}

/** Stores `count` messages of the sender, in order. */
export async function sendMany(stores: Stores, channelId: string, senderId: string, count: number) {
  const messages = await Promise.all(Array.from({ length: count }, () => newMessageOf(stores, channelId, senderId)));
  return Promise.all(messages.map((message) => stores.messages.append(message)));
}

export async function lastSeqOf(stores: Stores, channelId: string): Promise<number> {
  return (await stores.conversations.head(channelId)).lastSeq;
}

/** The code of the refusal that ends the work, or `accepted`; any other error is thrown. */
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
