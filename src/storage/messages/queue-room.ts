/** The room that the append queue has left, in messages and in bytes. */
import type { NewMessage } from '../../engine/ports/message-port.ts';
import { queueLimits } from '../../policy/connection-limits.ts';
import type { PendingMessage, QueueLimit } from './pending-message.ts';

/** The most memory that the text of a message and the ids of its files take. */
const bytesOf = ({ body, fileIds = [] }: NewMessage) =>
  fileIds.reduce((sum, { length }) => sum + 2 * length, 2 * body.length);

export function createQueueRoom() {
  let messages = 0;
  let bytes = 0;
  return {
    take(pending: readonly PendingMessage[]): void {
      messages += pending.length;
      for (const { message } of pending) bytes += bytesOf(message);
    },
    give(pending: readonly PendingMessage[]): void {
      messages -= pending.length;
      for (const { message } of pending) bytes -= bytesOf(message);
    },
    /** The limit that one more message would exceed; null while there is room. */
    exceededBy(message: NewMessage): QueueLimit | null {
      if (messages >= queueLimits.appendQueue.points) return 'appendQueue';
      return bytes + bytesOf(message) > queueLimits.appendQueueBytes.points ? 'appendQueueBytes' : null;
    },
  };
}
