/** Collects what nodes and devices show of the rooms in the end, as two members of each. */
import type { RoomPage } from '../../src/protocol/room-shapes.ts';
import { expectStatus, type TestUser } from '../support/client.ts';
import { askMembers } from './ask-members.ts';
import type { Address } from './conversation-address.ts';
import type { Room, UserPool } from './conversing-pairs.ts';
import { selectRooms } from './select-rooms.ts';
import type { TestBed } from './test-bed.ts';
import type { FinalRoom, View, Witnesses } from './witnesses.ts';

type RoomWitnesses = Pick<Witnesses, 'rooms' | 'roomViews'>;

const pageSize = 100;

/** @param views - of all witnesses; those of rooms are cut to the messages of the run, and marked if their user has left */
export async function askRooms(bed: TestBed, pool: UserPool, views: View[]): Promise<RoomWitnesses> {
  const rooms = await selectRooms(bed, pool);
  const roomViews: FinalRoom[] = [];
  for (const room of pool.rooms) {
    const { conversation } = room.address;
    const roles = rooms.find((one) => one.conversation === conversation)?.roles ?? {};
    for (const view of views) {
      if (view.conversation === conversation && view.user && !roles[view.user]) view.isLeft = true;
    }
    const members = room.users.filter(({ username }) => roles[username]);
    roomViews.push(...titlesOf(room, roles), ...(await askPages(bed, pool, room, members)));
    const asking = [members[0], members.at(-1)];
    if (isBoth(asking)) views.push(...(await cutViews(bed, room, asking)));
  }
  return { rooms, roomViews };
}

const isBoth = (users: readonly (TestUser | undefined)[]): users is readonly [TestUser, TestUser] =>
  users.every((user) => user !== undefined);

async function cutViews(bed: TestBed, { address, start }: Room, users: readonly [TestUser, TestUser]): Promise<View[]> {
  const views = await askMembers(bed, users, [address, address]);
  return views.map((view) => ({ ...view, messages: view.messages.filter(({ seq }) => seq > start.seq) }));
}

/** The title as each device of a member has it. */
const titlesOf = ({ clients, address }: Room, roles: object): FinalRoom[] =>
  clients
    .filter(({ user }) => user in roles)
    .map(({ device, membership }) => ({
      witness: device,
      conversation: address.conversation,
      title: membership.title,
    }));

/** As one member at every node. */
function askPages({ nodes }: TestBed, pool: UserPool, room: Room, members: readonly TestUser[]): Promise<FinalRoom[]> {
  const [user] = members;
  if (!user) return Promise.resolve([]);
  const ask = ({ name, process }: (typeof nodes)[number]) =>
    askPage(user.at(process.url), room.address, name, `t${pool.tag}.`);
  return Promise.all(nodes.map(ask));
}

async function askPage(user: TestUser, { path, conversation }: Address, node: string, own: string): Promise<FinalRoom> {
  const roles: Record<string, 'member' | 'owner'> = {};
  for (let after = ''; ; ) {
    const query = new URLSearchParams({ limit: `${pageSize}`, ...(after ? { after } : {}) });
    const page = expectStatus(await user.fetch<RoomPage>(`${path}?${query}`), 200);
    const members = page.members.filter((one) => one.user.username.startsWith(own));
    for (const { user: member, role } of members) roles[member.username] = role;
    const { title, memberCount } = page;
    if (!page.next) return { witness: `${node} as ${user.username}`, conversation, title, memberCount, roles };
    after = page.next;
  }
}
