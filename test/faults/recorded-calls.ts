/** Records a call of a client with its outcome, whichever transport carries it. */
import type { RefusalCode } from '../../src/protocol/refusals.ts';
import type { Message } from '../../src/protocol/shapes.ts';
import { type FaultHistory, type HistoryEvent, hashOf, type Op } from './fault-history.ts';
import { fileIdsOf, stateOf } from './witnessed-state.ts';

/** @property call - the number of the call in the history */
export type Outcome<T> = Answered<T> & { call?: number };
export type Answered<T> = { phase: 'ok'; data: T } | { phase: 'fail' | 'unknown'; code: FailureCode };
export type FailureCode = RefusalCode | 'timeout' | 'lost' | 'disconnected';

/** Refusals with a definite outcome: the request had no effect and will have none. */
const definite: readonly FailureCode[] = [
  'invalid_input',
  'not_found',
  'forbidden',
  'conflict',
  'payload_too_large',
  'unauthorized',
  'rate_limited',
];

export const refused = (code: RefusalCode): Answered<never> => ({
  phase: definite.includes(code) ? 'fail' : 'unknown',
  code,
});

/** The fields of a call beside its device. */
export type CallFields = Pick<
  HistoryEvent,
  | 'user'
  | 'conversation'
  | 'clientId'
  | 'hash'
  | 'seq'
  | 'receiptKind'
  | 'kind'
  | 'value'
  | 'replyTo'
  | 'file'
  | 'files'
  | 'node'
>;

export interface Recorder {
  device: string;
  session: string;
  history: FaultHistory;
}

/** Never throws. */
export async function recordCall<T>(
  { device, session, history }: Recorder,
  op: Op,
  { node, ...about }: CallFields,
  ask: () => Promise<Answered<T>>,
): Promise<Outcome<T>> {
  const base = { op, device, session, call: history.nextCall(), ...about };
  history.record({ ...base, phase: 'invoke', node });
  const outcome = await ask();
  if (outcome.phase !== 'ok') history.record({ ...base, phase: outcome.phase, detail: outcome.code });
  else history.record({ ...base, phase: 'ok', ...fieldsOf(outcome.data, about) });
  return { ...outcome, call: base.call };
}

/** The fields of the answer that the history records. */
function fieldsOf(data: unknown, about: CallFields): Partial<HistoryEvent> {
  const {
    message,
    read,
    delivered,
    rev,
    file = about.file,
    hash = about.hash,
    isFinished,
  } = data as {
    message?: Message;
    read?: unknown;
    delivered?: unknown;
    rev?: number;
    file?: string;
    hash?: string;
    isFinished?: boolean;
  };
  if (message)
    return { seq: message.seq, hash: hashOf(message.body), state: stateOf(message), files: fileIdsOf(message) };
  if (about.file !== undefined || isFinished !== undefined) return { file, hash, isFinished };
  if (about.receiptKind === 'read' && typeof read === 'number') return { seq: read };
  if (about.receiptKind === 'delivered' && typeof delivered === 'number') return { seq: delivered };
  return rev === undefined ? {} : { rev };
}
