/** The notices of the conversation: a deletion that can be undone, or a short confirmation. */
import { Toast } from '../kit/toast.tsx';
import { deletedText } from './deleted-text.ts';
import type { MessageActions } from './message-actions.ts';

export function ConversationToast({ actions }: { actions: MessageActions }) {
  const removal = actions.conversation.removals.value.at(-1);
  const notice = actions.notice.value;
  if (removal) {
    const act = () => actions.messenger.change.undoRemove(removal);
    return <Toast key={`removal/${removal.key}`} text={deletedText} action={{ label: 'Undo', act }} />;
  }
  return notice ? <Toast key={`notice/${notice}`} text={notice} /> : null;
}
