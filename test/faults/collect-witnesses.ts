/** Collects the four witnesses: rows by SQL, HTTP as each of the two users through two nodes, and the live clients. */
import PQueue from 'p-queue';
import { askMembers, askVersions } from './ask-members.ts';
import { askRooms } from './collect-rooms.ts';
import { pairAddress } from './conversation-address.ts';
import type { Pair, UserPool } from './conversing-pairs.ts';
import { selectReadStates, selectRows, selectVersions } from './select-rows.ts';
import type { TestBed } from './test-bed.ts';
import type { View, Witnesses } from './witnesses.ts';

/** Thousands of pages take minutes one by one, and are refused all at once. */
const pairsAtOnce = 4;

export async function collectWitnesses(bed: TestBed, pool: UserPool): Promise<Witnesses> {
  const rows = await selectRows(bed, pool);
  const versions = await selectVersions(bed, pool);
  const views: View[] = pool.clients.map((client) => client.view());
  const queue = new PQueue({ concurrency: pairsAtOnce });
  const ask = (pair: Pair) => async () => {
    const asked = await askOverHttp(bed, pair);
    views.push(...asked);
    const [ann, ben] = pair.users;
    versions.push(...(await askVersions(ann, pairAddress(ann.username, ben.username), asked[0]!)));
  };
  await queue.addAll(pool.pairs.map(ask));
  const rooms = await askRooms(bed, pool, views);
  return { rows, views, versions, readStates: await selectReadStates(bed, pool), ...rooms };
}

/** As the first user through the first node, newest page first; as the second through the last node, oldest first. */
function askOverHttp(bed: TestBed, { users: [ann, ben] }: Pair): Promise<View[]> {
  const addresses = [pairAddress(ann.username, ben.username), pairAddress(ben.username, ann.username)] as const;
  return askMembers(bed, [ann, ben], addresses);
}
