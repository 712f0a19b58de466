/** The text box of the composer: Enter sends, Shift+Enter inserts a line break. */
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { ConversationState } from '../../model/conversation-state.ts';
import type { Messenger } from '../../model/messenger.ts';

interface Props {
  messenger: Messenger;
  conversation: ConversationState;
  box: RefObject<HTMLTextAreaElement | null>;
  invalid: boolean;
  onEnter: () => void;
}

export function MessageBox({ messenger, conversation, box, invalid, onEnter }: Props) {
  const text = conversation.draft.value;
  useLayoutEffect(() => box.current?.focus(), [box]);
  useLayoutEffect(() => grow(box.current), [box, text]);

  const onInput = (event: { currentTarget: HTMLTextAreaElement }) => {
    conversation.draft.value = event.currentTarget.value;
    if (conversation.draft.value === '') messenger.ownTyping.done();
    else messenger.ownTyping.typed(conversation.peer);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter also confirms a word of an input method; Safari signals that only by key code 229.
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key !== 'Enter' || event.shiftKey || composing) return;
    event.preventDefault();
    onEnter();
  };
  return (
    <textarea
      ref={box}
      aria-label="Message"
      aria-invalid={invalid}
      placeholder="Write a message"
      rows={1}
      dir="auto"
      value={text}
      onInput={onInput}
      onKeyDown={onKeyDown}
      onBlur={() => messenger.ownTyping.done()}
    />
  );
}

/** Fits the height to the text in browsers without `field-sizing`. */
function grow(box: HTMLTextAreaElement | null): void {
  if (!box || CSS.supports('field-sizing', 'content')) return;
  box.style.height = 'auto';
  box.style.height = `${box.scrollHeight + 2}px`;
}
