/** A small run that keeps every guarantee; the self-test plants violations into it. */

import { type HistoryEvent, hashOf } from './fault-history.ts';
import { changedRev, changeEvents, stateAt, versionsKept } from './sound-changes.ts';
import { filesAt, filesSentWith, readsAfter, uploadsBefore } from './sound-files.ts';
import { bodyOf, clientIdOf, conversation, senderOf, users } from './sound-users.ts';
import type { WitnessedMessage, Witnesses } from './witnesses.ts';

export interface RecordedRun {
  history: HistoryEvent[];
  witnesses: Witnesses;
}

const count = 12;

/** Twelve messages in sequence, each acknowledged, pushed, received and read; one is sent twice. */
export function soundRun(): RecordedRun {
  const history: HistoryEvent[] = [...uploadsBefore()];
  for (let seq = 1; seq <= count; seq += 1) history.push(...messageEvents(seq, seq * 100));
  history.push(...sendEvents(3, 5_000, 900));
  history.push(...changeEvents());
  history.push({ t: 6_000, op: 'socket', phase: 'ok', device: 'ben/2', session: 's2' });
  history.push({ t: 6_001, op: 'logout', phase: 'invoke', call: 990, session: 's2' });
  history.push({ t: 6_010, op: 'logout', phase: 'ok', call: 990, session: 's2' });
  history.push({ t: 6_020, op: 'socket', phase: 'unknown', device: 'ben/2', session: 's2' });
  history.push({ t: 7_000, op: 'exit', phase: 'seen', node: 'node1', ordered: true, detail: 'SIGKILL' });
  const typing = { op: 'typing', user: 'ann', conversation } as const;
  history.push({ ...typing, t: 30_000, phase: 'invoke', device: 'ann/1' });
  history.push({ ...typing, t: 30_010, phase: 'seen', device: 'ben/1', detail: 'typing' });
  history.push({ ...typing, t: 35_010, phase: 'seen', device: 'ben/1', detail: 'doneTyping' });
  history.push(...readsAfter());
  return { history, witnesses: soundWitnesses() };
}

function messageEvents(seq: number, t: number): HistoryEvent[] {
  const from = senderOf(seq);
  const reader = users.find((name) => name !== from) as string;
  const call = 1_000 + seq;
  const receipt = {
    op: 'receipt',
    receiptKind: 'read',
    user: reader,
    conversation,
    call,
    device: `${reader}/1`,
  } as const;
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
  ...(filesSentWith(seq) ? { files: filesSentWith(seq) } : {}),
});

export function witnessedMessage(seq: number): WitnessedMessage {
  const { hash, state } = stateAt(seq);
  const message = { seq, from: senderOf(seq), clientId: clientIdOf(seq), hash: hash ?? hashOf(bodyOf(seq)) };
  const files = filesAt(seq);
  return { ...message, ...(state ? { state } : {}), ...(files ? { files } : {}) };
}

function soundWitnesses(): Witnesses {
  const view = (witness: string) => ({
    witness,
    conversation,
    messages: Array.from({ length: count }, (_, index) => witnessedMessage(index + 1)),
    rev: changedRev,
  });
  const answer = (witness: string) => ({ ...view(witness), isAnswer: true });
  return {
    rows: [view('rows')],
    views: [...['HTTP as ann', 'HTTP as ben'].map(answer), ...['ann/1', 'ben/1'].map(view)],
    versions: [versionsKept],
    presence: [
      { watcher: 'eye/1', user: 'ann', shown: true, isOnline: true },
      { watcher: 'eye/1', user: 'ben', shown: false, isOnline: false },
    ],
    readStates: users.map((user, index) => ({
      conversation,
      user,
      receiptKind: 'read',
      seq: count - 1 + index,
      lastSeq: count,
    })),
  };
}

/** Changes the messages of the rows and of every witness in the same way. */
export function inEveryView(
  { witnesses }: RecordedRun,
  change: (messages: WitnessedMessage[]) => WitnessedMessage[],
): Witnesses {
  const changed = (views: Witnesses['rows']) =>
    views.map((view) => ({ ...view, messages: change(structuredClone([...view.messages])) }));
  return { ...witnesses, rows: changed(witnesses.rows), views: changed(witnesses.views) };
}

/** Changes the messages of one witness. */
export function inOneView(
  { witnesses }: RecordedRun,
  witness: string,
  change: (messages: WitnessedMessage[]) => WitnessedMessage[],
): Witnesses {
  const views = witnesses.views.map((view) =>
    view.witness === witness ? { ...view, messages: change(structuredClone([...view.messages])) } : view,
  );
  return { ...witnesses, views };
}
