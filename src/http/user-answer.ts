/** Creates the answer of the routes that return one user. */
import type { Engine } from '../engine/engine.ts';
import type { UserRecord } from '../engine/ports/user-port.ts';
import type { User } from '../protocol/shapes.ts';

export async function userAnswer(people: Engine['people'], record: UserRecord): Promise<{ user: User }> {
  const [user] = await people.present(record.id, [record]);
  if (!user) throw new Error('The engine presented no user for a record.');
  return { user };
}
