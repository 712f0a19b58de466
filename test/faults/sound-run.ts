/** A small run in which every promise was kept: what the planted faults are planted into. */
import { conversationOf, type HistoryEvent, hashOf } from './fault-history.ts';
import type { Testimony, Witnesses } from './witnesses.ts';

export interface DoctoredRun {
  history: HistoryEvent[];
  witnesses: Witnesses;
}

export const people = ['ann', 'ben'] as const;
export const conversation = conversationOf(...people);
const count = 12;

export const bodyOf = (seq: number): string => `Message ${seq}`;
export const clientIdOf = (seq: number): string => `id-${seq}`;
export const senderOf = (seq: number): string => people[seq % 2] as string;

/** Twelve messages, one after the other, each acknowledged, pushed, received and read; one of them sent twice. */
export function soundRun(): DoctoredRun {
  const history: HistoryEvent[] = [];
  for (let seq = 1; seq <= count; seq += 1) history.push(...messageEvents(seq, seq * 100));
  history.push(...sendEvents(3, 5_000, 900));
  history.push({ t: 6_000, op: 'socket', phase: 'ok', device: 'ben/2', session: 's2' });
  history.push({ t: 6_001, op: 'logout', phase: 'invoke', call: 990, session: 's2' });
  history.push({ t: 6_010, op: 'logout', phase: 'ok', call: 990, session: 's2' });
  history.push({ t: 6_020, op: 'socket', phase: 'unknown', device: 'ben/2', session: 's2' });
  history.push({ t: 7_000, op: 'exit', phase: 'seen', node: 'node1', ordered: true, detail: 'SIGKILL' });
  const typing = { op: 'typing', user: 'ann', conversation } as const;
  history.push({ ...typing, t: 30_000, phase: 'invoke', device: 'ann/1' });
  history.push({ ...typing, t: 30_010, phase: 'seen', device: 'ben/1', detail: 'typing' });
  history.push({ ...typing, t: 35_010, phase: 'seen', device: 'ben/1', detail: 'doneTyping' });
  return { history, witnesses: soundWitnesses() };
}

function messageEvents(seq: number, t: number): HistoryEvent[] {
  const from = senderOf(seq);
  const reader = people.find((name) => name !== from) as string;
  const call = 1_000 + seq;
  const receipt = { op: 'receipt', mark: 'read', user: reader, conversation, call, device: `${reader}/1` } as const;
  return [
    ...sendEvents(seq, t, seq),
    { ...contentOf(seq), t: t + 11, op: 'push', phase: 'seen', device: `${reader}/1` },
    { ...receipt, t: t + 20, phase: 'invoke', seq },
    { ...receipt, t: t + 25, phase: 'ok', seq },
  ];
}

function sendEvents(seq: number, t: number, call: number): HistoryEvent[] {
  const from = senderOf(seq);
  const send = { ...contentOf(seq), op: 'send', call, device: `${from}/1`, session: `s-${from}` } as const;
  return [
    { ...send, t, phase: 'invoke', seq: undefined },
    { ...send, t: t + 10, phase: 'ok' },
  ];
}

const contentOf = (seq: number) => ({
  user: senderOf(seq),
  conversation,
  clientId: clientIdOf(seq),
  seq,
  hash: hashOf(bodyOf(seq)),
});

export const testimonyOf = (seq: number): Testimony => ({
  seq,
  from: senderOf(seq),
  clientId: clientIdOf(seq),
  hash: hashOf(bodyOf(seq)),
});

function soundWitnesses(): Witnesses {
  const view = (witness: string) => ({
    witness,
    conversation,
    messages: Array.from({ length: count }, (_, index) => testimonyOf(index + 1)),
  });
  return {
    rows: [view('rows')],
    views: ['HTTP as ann', 'HTTP as ben', 'ann/1', 'ben/1'].map(view),
    presence: [
      { watcher: 'eye/1', user: 'ann', shown: true, isOnline: true },
      { watcher: 'eye/1', user: 'ben', shown: false, isOnline: false },
    ],
    marks: people.map((user, index) => ({ conversation, user, mark: 'read', seq: count - 1 + index, lastSeq: count })),
  };
}

/** Changes the list of every witness alike: what the database says, all say. */
export function inEveryView({ witnesses }: DoctoredRun, change: (messages: Testimony[]) => Testimony[]): Witnesses {
  const changed = (views: Witnesses['rows']) =>
    views.map((view) => ({ ...view, messages: change(structuredClone([...view.messages])) }));
  return { ...witnesses, rows: changed(witnesses.rows), views: changed(witnesses.views) };
}

/** Changes the list of one witness. */
export function inOneView(
  { witnesses }: DoctoredRun,
  witness: string,
  change: (messages: Testimony[]) => Testimony[],
): Witnesses {
  const views = witnesses.views.map((view) =>
    view.witness === witness ? { ...view, messages: change(structuredClone([...view.messages])) } : view,
  );
  return { ...witnesses, views };
}
