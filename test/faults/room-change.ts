/** A command that changes the title or the members of a room. */
import type { RoomChangeBody } from '../../src/protocol/room-shapes.ts';
import type { LiveClient } from './live-client.ts';
import type { Outcome } from './recorded-calls.ts';

export const roomChangeKinds = ['rename', 'add', 'remove', 'promote'] as const;
export type RoomChangeKind = (typeof roomChangeKinds)[number];

export interface RoomChange {
  kind: RoomChangeKind;
  /** The title, or the username. A user who removes oneself leaves. */
  value: string;
}

export function changeRoom(client: LiveClient, { kind, value }: RoomChange): Promise<Outcome<unknown>> {
  const { user, address } = client;
  const payload = { conversation: address.room ?? '', ...bodyOf(kind, value) };
  return client.socket.call('room', 'changeRoom', payload, { user, conversation: address.conversation, kind, value });
}

function bodyOf(kind: RoomChangeKind, value: string): RoomChangeBody {
  return kind === 'rename' ? { title: value } : { [kind]: [value] };
}
