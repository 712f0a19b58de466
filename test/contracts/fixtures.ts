/** People and pairs for the suites of the stores. */
import { randomBytes } from 'node:crypto';
import type { Person } from '../../src/chat/ports.ts';
import type { Stores } from '../../src/storage/stores.ts';

export function makePerson(
  { users }: Stores,
  names: { username?: string; displayName?: string } = {},
): Promise<Person> {
  const username = names.username ?? `p${randomBytes(6).toString('hex')}`;
  const displayName = names.displayName ?? username;
  return users.create({ username, displayName, nameKey: displayName.toLowerCase(), passwordHash: 'none' });
}

/** Two people, one of them given or new, and their channel. */
export async function makePair(stores: Stores, given?: Person) {
  const one = given ?? (await makePerson(stores));
  const other = await makePerson(stores);
  return { one, other, channel: await stores.channels.open(one.id, other.id) };
}
