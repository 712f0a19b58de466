/** The people of the scenes of rooms, on a node of their own: its list has the lobby. */
import { randomUUID } from 'node:crypto';
import { expectStatus, register, type TestUser } from '../../test/support/client.ts';
import type { ServerProcess } from '../../test/support/server-process.ts';
import type { Cast } from './cast.ts';

export const roomTitle = 'Climbing on Saturdays';

/** Ana owns a room with three others. */
export async function fillRooms(server: ServerProcess): Promise<Cast> {
  const as = (username: string, displayName: string) => register(server.url, { username, displayName });
  const [ana, ben] = await Promise.all([as('ana', 'Ana Ferreira'), as('ben', 'Ben Okafor')]);
  const [mila, silent] = await Promise.all([as('mila', 'Mila Horvat'), as('kenji', 'Kenji Sato')]);
  const newcomer = await as('noor', 'Noor Haddad');
  const members = [ben, mila, silent].map(({ username }) => username);
  const made = await ana.fetch<{ conversation: { channelId: string } }>('/api/rooms', {
    method: 'POST',
    body: { title: roomTitle, members },
  });
  const room = expectStatus(made, 201).conversation.channelId;
  await talk(room, { ana, ben, mila, silent, newcomer });
  await write(mila, 'lobby-0000000000', 'Welcome! Ask here whatever you like.');
  await write(newcomer, 'lobby-0000000000', 'Thank you. Is there a room for climbers?');
  return { ana, ben, newcomer, silent, mila };
}

async function talk(room: string, { ana, ben, mila, silent }: Cast): Promise<void> {
  const plan = await write(ana, room, 'Who comes on Saturday? I have two ropes, and room in the car for three.');
  await write(ben, room, 'Me!');
  await write(ben, room, 'And I bring the small rope, in case the route behind the tower is free.');
  await write(mila, room, 'I come by train. Can somebody fetch me at the station?', plan);
  await write(ana, room, 'Of course. 9:15 at the south exit');
  await write(silent, room, '@ana can I borrow your shoes again?');
  await ben.fetch(`/api/rooms/${room}/messages/${plan}/reactions/${encodeURIComponent('❤️')}`, { method: 'PUT' });
  await ana.fetch(`/api/rooms/${room}/messages/${plan}/pin`, { method: 'PUT' });
}

async function write(from: TestUser, room: string, body: string, replyTo?: number): Promise<number> {
  const answer = await from.fetch<{ message: { seq: number } }>(`/api/rooms/${room}/messages`, {
    method: 'POST',
    body: { clientId: randomUUID(), body, ...(replyTo === undefined ? {} : { replyTo }) },
  });
  return expectStatus(answer, 201).message.seq;
}
