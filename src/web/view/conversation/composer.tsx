/** Writes a message, or changes the text of an own one. */
import { useSignal } from '@preact/signals';
import { ComposerForm } from './composer-form.tsx';
import { EditForm } from './edit-form.tsx';
import { type MessageActions, tooManyChanges } from './message-actions.ts';
import { canEdit } from './message-commands.ts';
import { ReplyPreview } from './reply-preview.tsx';

export function Composer({ actions }: { actions: MessageActions }) {
  const editing = actions.conversation.editing.value;
  if (editing) return <EditForm key={`edit/${editing.key}`} editing={editing} actions={actions} />;
  return <WriteForm key="write" actions={actions} />;
}

function WriteForm({ actions }: { actions: MessageActions }) {
  const { messenger, conversation, composer } = actions;
  const { ownTyping } = messenger;
  const problem = useSignal('');
  const send = () => {
    if (conversation.draft.value.trim() === '') return;
    problem.value = messenger.send(conversation.draft.value) ? '' : tooManyChanges;
    if (problem.value === '') conversation.draft.value = '';
    composer.current?.focus();
  };
  return (
    <ComposerForm
      top={<ReplyPreview actions={actions} />}
      buttons={<SendButton />}
      problem={problem.value}
      box={composer}
      label="Message"
      placeholder={actions.isOwn ? 'Write a note' : 'Write a message'}
      text={conversation.draft}
      onSubmit={send}
      onOtherKey={(key) => leaveReply(actions, key) || editLast(actions, key)}
      onTyped={(text) => (text === '' ? ownTyping.done() : ownTyping.typed(conversation.peer))}
      onLeave={() => ownTyping.done()}
    />
  );
}

function leaveReply({ conversation }: MessageActions, key: string): boolean {
  if (key !== 'Escape' || !conversation.replyingTo.peek()) return false;
  conversation.replyingTo.value = null;
  return true;
}

function editLast(actions: MessageActions, key: string): boolean {
  if (key !== 'ArrowUp' || actions.conversation.draft.peek() !== '') return false;
  const row = actions.messenger.lastOwn();
  if (!row || !canEdit(actions, row)) return false;
  actions.edit(row);
  return true;
}

function SendButton() {
  return (
    <button type="submit" class="send" aria-label="Send">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M12 20V5M5.5 11.5 12 5l6.5 6.5" />
      </svg>
    </button>
  );
}
