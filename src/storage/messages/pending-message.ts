/** A message in the append queue, with the caller that waits for its outcome. */
import type { Appended, NewMessage, StoredMessage } from '../../engine/ports/message-port.ts';
import { LimitRefusal } from '../../policy/limit-refusal.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { AppendOutcome } from './append-outcome.ts';

export interface PendingMessage {
  message: NewMessage;
  since: number;
  /** The caller was told `unavailable`; the commit may still succeed. */
  isLate: boolean;
  onStored(message: StoredMessage): void;
  resolve(appended: Appended): void;
  reject(error: unknown): void;
}

/** A message settles with its outcome; a defect in it fails the message alone. */
export type Settlement = AppendOutcome | { kind: 'failed'; error: unknown };

const late = ['unavailable', 'The message could not be stored in time. Sending it again is safe.'] as const;

const tooLate = () => new Refusal(...late);

export type QueueLimit = 'appendQueue' | 'appendQueueBytes';

export const queueFull = (limit: QueueLimit) => new LimitRefusal(limit, ...late);

/** Reports the outcome; a late message reports only that it was stored. Answers whether the message is to be tried again. */
export function settle(pending: PendingMessage, outcome: Settlement): boolean {
  switch (outcome.kind) {
    case 'stored':
      if (!outcome.repeated) pending.onStored(outcome.message);
      pending.resolve({ message: outcome.message, repeated: outcome.repeated, ageMs: outcome.ageMs });
      return false;
    case 'refused':
      pending.reject(outcome.refusal);
      return false;
    case 'failed':
      pending.reject(outcome.error);
      return false;
    case 'busy':
      return !pending.isLate;
  }
}

/** Tells the caller that the message took too long. */
export function refuseLate(pending: PendingMessage): void {
  if (pending.isLate) return;
  pending.isLate = true;
  pending.reject(tooLate());
}
