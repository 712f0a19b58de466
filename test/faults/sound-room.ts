/** A small run in a room that keeps every guarantee: its members write, one of them is removed, and the title changes. */

import { roomName } from './conversation-address.ts';
import { type HistoryEvent, hashOf } from './fault-history.ts';
import type { RoomChangeKind } from './room-change.ts';
import { attempt } from './sound-changes.ts';
import type { RecordedRun } from './sound-run.ts';
import type { WitnessedMessage, Witnesses } from './witnesses.ts';

export const room = roomName('r1');
export const lastTitle = 'Second title';
const members = ['cat', 'dan', 'eva'] as const;
const count = 9;
/** Eva is in the room until this message. */
const withEva = 6;
const reactedSeq = 2;
const reaction = { rev: 1, editedAt: null, deletedAt: null, pinned: null, reactions: ['👍 dan'] };

export const roomMessage = (seq: number): WitnessedMessage => ({
  seq,
  from: members[seq % 2] as string,
  clientId: `room-${seq}`,
  hash: hashOf(`In the room ${seq}`),
  ...(seq === reactedSeq ? { state: reaction } : {}),
});

/** A message as a device gets it. */
export function pushedInRoom(t: number, seq: number, user: string): HistoryEvent {
  const { from, clientId, hash } = roomMessage(seq);
  const about = { conversation: room, user: from, clientId, seq, hash };
  return { t, op: 'push', phase: 'seen', device: `${user}/1`, detail: 'push', ...about };
}

function sendEvents(seq: number, t: number): HistoryEvent[] {
  const { from: user, clientId, hash } = roomMessage(seq);
  const send = {
    op: 'send',
    conversation: room,
    user,
    clientId,
    hash,
    call: 2_000 + seq,
    device: `${user}/1`,
  } as const;
  const readers = members.filter((member) => member !== user && (member !== 'eva' || seq <= withEva));
  return [
    { ...send, t, phase: 'invoke' },
    { ...send, t: t + 10, phase: 'ok', seq },
    ...readers.map((reader) => pushedInRoom(t + 11, seq, reader)),
  ];
}

/** A call that changes the room, with its answer. */
export function roomEvents(t: number, call: number, kind: RoomChangeKind, value: string): HistoryEvent[] {
  const base = { op: 'room', conversation: room, user: 'cat', device: 'cat/1', call, kind, value } as const;
  return [
    { ...base, t, phase: 'invoke' },
    { ...base, t: t + 10, phase: 'ok' },
  ];
}

export function soundRoomRun(): RecordedRun {
  const history: HistoryEvent[] = [...roomEvents(10, 2_100, 'rename', 'First title')];
  for (let seq = 1; seq <= withEva; seq += 1) history.push(...sendEvents(seq, seq * 100));
  const react = { kind: 'react', user: 'dan', seq: reactedSeq, value: '👍', call: 2_050, t: 700 } as const;
  const changed = attempt({
    ...react,
    answer: { seq: reactedSeq, state: reaction, hash: roomMessage(reactedSeq).hash },
  });
  history.push(...changed.map((event) => ({ ...event, conversation: room })));
  history.push(...roomEvents(800, 2_101, 'remove', 'eva'), ...roomEvents(900, 2_102, 'rename', lastTitle));
  history.push(...roomEvents(950, 2_103, 'promote', 'dan'));
  for (let seq = withEva + 1; seq <= count; seq += 1) history.push(...sendEvents(seq, 1_000 + seq * 1_000));
  return { history, witnesses: soundWitnesses() };
}

function soundWitnesses(): Witnesses {
  const messages = Array.from({ length: count }, (_, index) => roomMessage(index + 1));
  const view = (witness: string) => ({ witness, conversation: room, messages, rev: 1 });
  const final = {
    conversation: room,
    title: lastTitle,
    memberCount: 2,
    roles: { cat: 'owner', dan: 'owner' },
  } as const;
  const roll = { online: 3, users: ['cat', 'dan', 'eva'], connected: ['cat', 'dan', 'eva'] };
  return {
    rows: [view('rows')],
    views: [
      { ...view('HTTP as cat'), isAnswer: true },
      ...['cat', 'dan'].map((user) => ({ ...view(`${user}/1`), user })),
      { ...view('eva/1'), user: 'eva', messages: messages.slice(0, withEva), isLeft: true },
    ],
    readStates: [],
    rooms: [{ witness: 'rows', members: 2, ...final }],
    roomViews: [
      { witness: 'node1 as cat', ...final },
      { witness: 'dan/1', conversation: room, title: lastTitle },
    ],
    rolls: [{ witness: 'node1', ...roll }],
  };
}
