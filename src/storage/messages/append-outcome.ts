/** The outcomes of storing one message of a batch. */
import type { Appended } from '../../engine/ports/message-port.ts';
import type { Refusal } from '../../protocol/refusals.ts';

export type AppendOutcome =
  | ({ kind: 'stored' } & Appended)
  | { kind: 'refused'; refusal: Refusal }
  /** Another node holds the conversation: nothing is stored, the message is tried again. */
  | { kind: 'busy' };

export const refused = (refusal: Refusal): AppendOutcome => ({ kind: 'refused', refusal });

export const busy: AppendOutcome = { kind: 'busy' };
