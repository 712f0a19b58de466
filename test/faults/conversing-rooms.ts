/** Makes the rooms of a run, and brings users into the lobby. */
import { lobbyId } from '../../src/engine/ports/room-port.ts';
import type { RoomAnswer } from '../../src/protocol/room-shapes.ts';
import { expectStatus, type TestUser } from '../support/client.ts';
import { until } from '../support/waiting.ts';
import { roomAddress } from './conversation-address.ts';
import type { Room, UserPool } from './conversing-pairs.ts';
import type { TestBed } from './test-bed.ts';

/** The members of small rooms, in turn. */
const sizes = [3, 5, 4, 6];

type Place = Pick<Room, 'address' | 'start'>;

/** Each room has a member with two devices. */
export async function addRooms(pool: UserPool, count: number): Promise<Room[]> {
  const wanted = Array.from({ length: count }, (_, index) => sizes[index % sizes.length]!);
  return pool.start(await Promise.all(wanted.map((size) => addRoom(pool, size))));
}

async function addRoom(pool: UserPool, size: number): Promise<Room> {
  const users = await createUsers(pool, size, 'room');
  const [creator, ...others] = users as [TestUser, ...TestUser[]];
  const body = { title: 'The first title', members: others.map(({ username }) => username) };
  // A repeat after a lost answer makes another room, which nobody uses.
  const create = async () => expectStatus(await creator.fetch<RoomAnswer>('/api/rooms', { method: 'POST', body }), 201);
  const { conversation } = await until('a node makes the room', create, { ms: 60_000, everyMs: 500 });
  return withDevices(pool, users, { address: addressOf(conversation.channelId), start: { seq: 0, rev: 0 } });
}

const addressOf = (room: string): Room['address'] => ({ ...roomAddress(room), room });

/** The lobby stays for all runs on a test bed: what it had before does not count. */
export async function addLobby(pool: UserPool, { query }: TestBed, count: number): Promise<Room[]> {
  const select = 'SELECT `lastSeq` AS seq, `rev` FROM `Channel` WHERE `id` = ?';
  const [start] = await query<{ seq: number; rev: number }>(select, [lobbyId]);
  if (!start) return [];
  const place = { address: addressOf(lobbyId), start: { seq: Number(start.seq), rev: Number(start.rev) } };
  return pool.start([withDevices(pool, await createUsers(pool, count, 'lobby'), place)]);
}

const createUsers = (pool: UserPool, count: number, label: string): Promise<TestUser[]> =>
  Promise.all(Array.from({ length: count }, () => pool.createUser(label)));

/** One device for each user; two of them share the session of the last one. */
function withDevices(pool: UserPool, users: TestUser[], { address, start }: Place): Room {
  const { urls } = pool;
  const options = { urls, receipts: true, room: address.room, start };
  const clients = users.map((user) => pool.client(user, { username: '' }, 1, options));
  clients.push(pool.client(users.at(-1)!, { username: '' }, 2, options));
  const room = { users, clients, address, start };
  pool.rooms.push(room);
  return room;
}
