/** Marks the conversation as unread, and leaves it: an open one would be read at once. */
import { markUnread } from '../../model/unread-request.ts';
import { texts } from '../../texts/texts.ts';
import { announce } from '../kit/announcer.tsx';
import { leaveView } from '../kit/location.ts';
import type { MessageActions } from './message-actions.ts';

export async function markAndLeave({ messenger, conversation }: MessageActions, seq: number): Promise<void> {
  try {
    await markUnread(messenger, conversation, seq);
  } catch {
    announce(texts.message.notChanged());
    return;
  }
  if (messenger.open.peek() === conversation) leaveView();
}
