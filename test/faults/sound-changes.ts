/** The changes of the sound run: each is acknowledged and pushed; one is repeated, some are refused. */
import type { ChangeKind } from './change-command.ts';
import { type HistoryEvent, hashOf } from './fault-history.ts';
import { filesSentWith } from './sound-files.ts';
import { bodyOf, clientIdOf, conversation, senderOf } from './sound-users.ts';
import { noText, type WitnessedState } from './witnessed-state.ts';
import type { FinalVersion } from './witnesses.ts';

const plain: WitnessedState = { rev: 0, editedAt: null, deletedAt: null, pinned: null, reactions: [] };

export const at = (second: number): string => `2026-01-01T00:00:0${second}.000Z`;

/** A change that takes a revision, and the message after it. */
interface MadeChange {
  kind: ChangeKind;
  user: string;
  seq: number;
  value: string;
  hash?: string;
  state: WitnessedState;
}

/** In order of the revisions, from 1 on. */
const made: readonly MadeChange[] = [
  {
    kind: 'edit',
    user: 'ben',
    seq: 1,
    value: hashOf('Edited'),
    hash: hashOf('Edited'),
    state: { ...plain, rev: 1, editedAt: at(1) },
  },
  { kind: 'react', user: 'ben', seq: 2, value: '👍', state: { ...plain, rev: 2, reactions: ['👍 ben'] } },
  { kind: 'pin', user: 'ann', seq: 10, value: '', state: { ...plain, rev: 3, pinned: `ann ${at(3)}` } },
  { kind: 'delete', user: 'ann', seq: 8, value: '', hash: noText, state: { ...plain, rev: 4, deletedAt: at(4) } },
  { kind: 'unpin', user: 'ben', seq: 10, value: '', state: { ...plain, rev: 5 } },
  { kind: 'react', user: 'ann', seq: 2, value: '🎉', state: { ...plain, rev: 6, reactions: ['👍 ben', '🎉 ann'] } },
];

export const changedRev = made.length;

/** The message after all changes. */
export function stateAt(seq: number): { hash?: string; state?: WitnessedState } {
  const last = made.findLast((one) => one.seq === seq);
  return last ? { state: last.state, ...(last.hash === undefined ? {} : { hash: last.hash }) } : {};
}

export const versionsKept: FinalVersion = {
  witness: 'a row of a version',
  conversation,
  seq: 1,
  hash: hashOf(bodyOf(1)),
};

/** @property code - of a refused attempt */
type Attempt = Pick<MadeChange, 'kind' | 'user' | 'seq' | 'value'> & {
  call: number;
  t: number;
  code?: string;
  session?: string;
  answer?: { hash?: string; state?: WitnessedState | undefined; seq?: number };
};

/** A call that changes a message, with its outcome. */
export function attempt({
  kind,
  user,
  seq,
  value,
  call,
  t,
  code,
  session = `s-${user}`,
  answer,
}: Attempt): HistoryEvent[] {
  const about = { op: 'change', kind, user, seq, value, call, session, conversation } as const;
  const base = { ...about, device: `${user}/1`, clientId: `change-${call}` };
  const { hash = hashOf(bodyOf(seq)) } = answer ?? {};
  const outcome = code ? { phase: 'fail' as const, detail: code } : { phase: 'ok' as const, ...answer, hash };
  return [
    { ...base, t, phase: 'invoke' },
    { ...base, t: t + 5, ...outcome },
  ];
}

/** A message that a device is told of once more; with a call it is part of an answer. */
export function told(t: number, seq: number, device: string, of: Partial<HistoryEvent> = {}): HistoryEvent {
  const files = of.state?.deletedAt ? undefined : filesSentWith(seq);
  const message = {
    conversation,
    user: senderOf(seq),
    clientId: clientIdOf(seq),
    seq,
    hash: hashOf(bodyOf(seq)),
    files,
  };
  return { t, op: 'state', phase: 'seen', device, detail: 'changed', ...message, ...of };
}

/** A page of changes; what it shows is told by `told`. */
export function feed(t: number, call: number, rev: number): HistoryEvent[] {
  const base = { op: 'feed', call, conversation, device: 'ben/1' } as const;
  return [
    { ...base, t, phase: 'invoke' },
    { ...base, t: t + 5, phase: 'ok', rev },
  ];
}

export function changeEvents(): HistoryEvent[] {
  const events = made.flatMap((change, index) => {
    const t = 5_100 + index * 20;
    const { seq, hash, state, user } = change;
    const answer = hash === undefined ? { seq, state } : { seq, state, hash };
    const shown = hash === undefined ? { state } : { state, hash };
    const other = user === 'ann' ? 'ben/1' : 'ann/1';
    return [...attempt({ ...change, call: 1_100 + index, t, answer }), told(t + 6, seq, other, shown)];
  });
  const [edited, , , deleted] = made as [MadeChange, MadeChange, MadeChange, MadeChange];
  const repeat = { ...deleted, call: 1_120, t: 5_300, answer: { seq: 8, hash: noText, state: deleted.state } };
  const block = { op: 'block', conversation, user: 'ann' } as const;
  return [
    ...events,
    ...attempt(repeat),
    ...feed(5_320, 1_130, changedRev),
    told(5_326, 1, 'ben/1', { hash: edited.hash, state: edited.state, call: 1_130, detail: 'feed' }),
    ...attempt({
      kind: 'edit',
      user: 'ann',
      seq: 1,
      value: hashOf('Stolen'),
      call: 1_121,
      t: 5_340,
      code: 'forbidden',
    }),
    { ...block, t: 5_400, phase: 'invoke', call: 1_140, isOn: true },
    { ...block, t: 5_410, phase: 'ok', call: 1_140, isOn: true },
    ...attempt({
      kind: 'edit',
      user: 'ben',
      seq: 11,
      value: hashOf('Blocked'),
      call: 1_122,
      t: 5_420,
      code: 'forbidden',
    }),
    { ...block, t: 5_500, phase: 'invoke', call: 1_141, isOn: false },
    { ...block, t: 5_510, phase: 'ok', call: 1_141, isOn: false },
  ];
}
