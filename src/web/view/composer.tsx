/** Where a message is written: Enter sends, Shift+Enter breaks the line. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { limits } from '../../protocol/limits.ts';
import type { Messenger } from '../model/messenger.ts';
import type { Thread } from '../model/thread.ts';

/** From here on it is said how many characters are left. */
const nearLimit = limits.bodyMaxLength - 200;

export function Composer({ messenger, thread }: { messenger: Messenger; thread: Thread }) {
  const box = useRef<HTMLTextAreaElement>(null);
  const problem = useSignal('');
  const text = thread.draft.value;
  const length = text.length < nearLimit ? 0 : [...text].length;
  const tooLong = length > limits.bodyMaxLength;
  useEffect(() => box.current?.focus(), []);

  const send = () => {
    if (tooLong || text.trim() === '') return;
    problem.value = messenger.send(text)
      ? ''
      : 'Too many messages are waiting to be sent. Please wait for the connection.';
    if (problem.value === '') thread.draft.value = '';
    box.current?.focus();
  };
  const onInput = (event: { currentTarget: HTMLTextAreaElement }) => {
    thread.draft.value = event.currentTarget.value;
    if (thread.draft.value === '') messenger.ownTyping.done();
    else messenger.ownTyping.typed(thread.peer);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes a word, Enter chooses it.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {(length > 0 || problem.value) && (
        <p
          class={tooLong || problem.value ? 'composer-note wrong' : 'composer-note'}
          role={problem.value ? 'alert' : undefined}
        >
          {problem.value || `${length} of ${limits.bodyMaxLength} characters`}
        </p>
      )}
      <textarea
        ref={box}
        aria-label="Message"
        aria-invalid={tooLong}
        placeholder="Write a message"
        rows={1}
        dir="auto"
        value={text}
        onInput={onInput}
        onKeyDown={onKeyDown}
        onBlur={() => messenger.ownTyping.done()}
      />
      <button type="submit" class="send" aria-label="Send">
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 20V5M5.5 11.5 12 5l6.500 6.500" />
        </svg>
      </button>
    </form>
  );
}
