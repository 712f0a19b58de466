/** The notices over the log. Their code follows the messages. */
import { ConversationToast } from './conversation-toast.tsx';
import type { MessageActions } from './message-actions.ts';
import { MessagesNotHere } from './messages-not-here.tsx';

export function LogNotices({ actions }: { actions: MessageActions }) {
  return (
    <>
      <ConversationToast actions={actions} />
      <MessagesNotHere actions={actions} />
    </>
  );
}
