/** The notices of the conversation: a deletion that can be undone, or a short confirmation. */
import { batch } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Removal } from '../../model/composing.ts';
import { texts } from '../../texts/texts.ts';
import { Toast } from '../kit/toast.tsx';
import type { MessageActions } from './message-actions.ts';

export function ConversationToast({ actions }: { actions: MessageActions }) {
  const removal = actions.conversation.removals.value.at(-1);
  const notice = actions.notice.value;
  const hold = useMemo(() => () => removal && delay(actions, removal), [actions, removal?.key]);
  if (removal) {
    const act = () => {
      // The tab stop of the log inherits the focus.
      actions.focused.value = removal.key;
      actions.messenger.change.undoRemove(removal);
    };
    const action = { label: texts.message.undo(), act };
    return (
      <Toast key={`removal/${removal.key}`} text={texts.conversation.messageDeleted()} action={action} hold={hold} />
    );
  }
  return notice ? <Toast key={`notice/${notice}`} text={notice} /> : null;
}

/** Begins the time to undo anew. */
function delay({ messenger }: MessageActions, removal: Removal): void {
  batch(() => {
    messenger.change.undoRemove(removal);
    messenger.change.remove({ ...removal, seq: null });
  });
}
