/** Above the text box: the text of another device, and the message that the text will answer. */
import type { MessageActions } from './message-actions.ts';
import { OtherDraftNote } from './other-draft-note.tsx';
import { ReplyPreview } from './reply-preview.tsx';
import './composer-top.css';

export function ComposerTop({ actions }: { actions: MessageActions }) {
  return (
    <>
      {actions.conversation.otherDraft.value && <OtherDraftNote actions={actions} />}
      <ReplyPreview actions={actions} />
    </>
  );
}
