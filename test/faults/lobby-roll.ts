/** Asks every node who is online in the lobby, and compares with the users who are connected. */
import { lobbyId } from '../../src/engine/ports/room-port.ts';
import type { RoomPage } from '../../src/protocol/room-shapes.ts';
import { expectStatus, type TestUser } from '../support/client.ts';
import { roomAddress } from './conversation-address.ts';
import type { UserPool } from './conversing-pairs.ts';
import type { BedNode, TestBed } from './test-bed.ts';
import type { FinalRoll } from './witnesses.ts';

const pageSize = 100;

/** None without users in the lobby. */
export async function askRolls({ nodes }: TestBed, pool: UserPool): Promise<FinalRoll[]> {
  const [user] = pool.lobby?.users ?? [];
  if (!user) return [];
  return Promise.all(nodes.map(async (node) => ({ ...(await askRoll(node, user)), connected: pool.connectedUsers() })));
}

async function askRoll({ name, process }: BedNode, user: TestUser): Promise<Omit<FinalRoll, 'connected'>> {
  const asking = user.at(process.url);
  const { path } = roomAddress(lobbyId);
  const users: string[] = [];
  for (let after = ''; ; ) {
    const query = new URLSearchParams({ online: 'true', limit: `${pageSize}`, ...(after ? { after } : {}) });
    const page = expectStatus(await asking.fetch<RoomPage>(`${path}?${query}`), 200);
    users.push(...page.members.map((member) => member.user.username));
    if (!page.next) return { witness: `${name} as ${user.username}`, online: page.online ?? -1, users };
    after = page.next;
  }
}

export const isRollRight = ({ online, users, connected }: FinalRoll): boolean =>
  online === connected.length && users.length === online && users.every((user) => connected.includes(user));
