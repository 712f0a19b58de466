/** The refusal of a reply to a message that does not exist; the store knows it under the lock of the conversation. */
import { Refusal } from '../../protocol/refusals.ts';

export const nothingToAnswer = () =>
  new Refusal('invalid_input', 'The message that this one answers does not exist.', {
    fields: { replyTo: 'is no message of this conversation' },
  });
