/** The outcomes of storing one message of a batch. */
import type { StoredMessage } from '../../engine/ports/message-port.ts';
import type { Refusal } from '../../protocol/refusals.ts';

export type AppendOutcome =
  | { kind: 'stored'; message: StoredMessage; repeated: boolean }
  | { kind: 'refused'; refusal: Refusal }
  /** Another node holds the conversation: nothing is stored, the message is tried again. */
  | { kind: 'busy' };

export const refused = (refusal: Refusal): AppendOutcome => ({ kind: 'refused', refusal });

export const busy: AppendOutcome = { kind: 'busy' };
