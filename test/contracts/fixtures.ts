/** People, pairs, messages and refusals for the suites of the stores. */
import { randomBytes, randomUUID } from 'node:crypto';
import { foldName } from '../../src/chat/names.ts';
import type { Person } from '../../src/chat/ports.ts';
import { Refusal, type RefusalCode } from '../../src/protocol/refusals.ts';
import type { Stores } from '../../src/storage/stores.ts';

export function makePerson(
  { users }: Stores,
  names: { username?: string; displayName?: string } = {},
): Promise<Person> {
  const username = names.username ?? `p${randomBytes(6).toString('hex')}`;
  const displayName = names.displayName ?? username;
  return users.create({ username, displayName, nameKey: foldName(displayName), passwordHash: 'none' });
}

/** Two people, one of them given or new, and their channel. */
export async function makePair(stores: Stores, given?: Person) {
  const one = given ?? (await makePerson(stores));
  const other = await makePerson(stores);
  return { one, other, channel: await stores.channels.open(one.id, other.id) };
}

/** Stores that many messages of the sender, one after the other in order. */
export function sendMany({ messages }: Stores, channelId: string, senderId: string, count: number) {
  const drafts = Array.from({ length: count }, () => ({ channelId, senderId, clientId: randomUUID(), body: 'hello' }));
  return Promise.all(drafts.map((draft) => messages.append(draft)));
}

/** The code of the refusal that the work ends in; `accepted` when there is none. Any other failure is thrown on. */
export async function codeOf(work: Promise<unknown>): Promise<RefusalCode | 'accepted'> {
  try {
    await work;
    return 'accepted';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}
