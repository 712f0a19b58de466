/** Marks the conversation as unread, and leaves it: an open one would be read at once. */
import { markUnread } from '../../model/unread-request.ts';
import { texts } from '../../texts/texts.ts';
import { leaveView } from '../kit/location.ts';
import type { Commanded } from './commanded.ts';

export async function markAndLeave({ messenger, conversation, tell }: Commanded, seq: number): Promise<void> {
  try {
    await markUnread(messenger, conversation, seq);
  } catch {
    tell(texts.message.notChanged());
    return;
  }
  if (messenger.open.peek() === conversation) leaveView();
}
