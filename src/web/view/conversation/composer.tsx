/** The form that writes and sends a message. */
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { limits } from '../../../protocol/limits.ts';
import type { ConversationState } from '../../model/conversation-state.ts';
import type { Messenger } from '../../model/messenger.ts';
import { MessageBox } from './message-box.tsx';

/** From this length on, the composer shows the character count. */
const nearLimit = limits.bodyMaxLength - 200;
const tooMany = 'Too many messages are waiting to be sent. Please wait for the connection.';

export function Composer({ messenger, conversation }: { messenger: Messenger; conversation: ConversationState }) {
  const box = useRef<HTMLTextAreaElement>(null);
  const problem = useSignal('');
  const text = conversation.draft.value;
  // The limit counts code points, of which there are never more than UTF-16 units.
  const length = text.length < nearLimit ? 0 : [...text].length;
  const tooLong = length > limits.bodyMaxLength;

  const send = () => {
    if (tooLong || text.trim() === '') return;
    problem.value = messenger.send(text) ? '' : tooMany;
    if (problem.value === '') conversation.draft.value = '';
    box.current?.focus();
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    send();
  };
  return (
    <form class="composer" onSubmit={submit}>
      {length > 0 && (
        <p class={tooLong ? 'composer-note wrong' : 'composer-note'}>
          {length} of {limits.bodyMaxLength} characters
        </p>
      )}
      {problem.value && (
        <p role="alert" class="composer-note wrong">
          {problem.value}
        </p>
      )}
      <MessageBox messenger={messenger} conversation={conversation} box={box} invalid={tooLong} onEnter={send} />
      <button type="submit" class="send" aria-label="Send">
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 20V5M5.5 11.5 12 5l6.5 6.5" />
        </svg>
      </button>
    </form>
  );
}
