/** The form below the log: a text box with its notes and buttons. */
import type { Signal } from '@preact/signals';
import type { ComponentChildren, RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { texts } from '../../texts/texts.ts';
import { announce } from '../kit/announcer.tsx';
import { later } from '../kit/later.tsx';
import { EmojiButton } from './emoji-button.tsx';
import { measure } from './measured-text.ts';
import { MessageBox } from './message-box.tsx';

const LengthNote = later(async () => (await import('./length-note.tsx')).LengthNote, { preload: true });

/** Says why a text could not be sent or saved. */
export type Problem = () => string;

export const nothingToSee: Problem = () => texts.conversation.onlyInvisible();

interface Props {
  /** Above the box: the message that the text answers or replaces. */
  top: ComponentChildren;
  buttons: ComponentChildren;
  /** In the box, beside the emoji button. */
  tools?: ComponentChildren;
  problem: Problem | null;
  box: RefObject<HTMLTextAreaElement | null>;
  takesFocus?: boolean;
  label: string;
  placeholder: string;
  text: Signal<string>;
  /** Called unless the text is too long. */
  onSubmit: () => void;
  onOtherKey: (key: string) => boolean;
  onTyped?: (text: string) => void;
  onLeave?: () => void;
}

export function ComposerForm({ top, buttons, tools, problem, onSubmit, ...box }: Props) {
  const length = measure(box.text.value);
  useEffect(() => {
    if (length.tooLong) announce(texts.conversation.tooLongToSend());
  }, [length.tooLong]);
  const submit = (event?: Event) => {
    event?.preventDefault();
    if (!length.tooLong) onSubmit();
  };
  return (
    <form class="composer" onSubmit={submit}>
      {top}
      {length.near > 0 && <LengthNote length={length} />}
      {problem && (
        <p role="alert" id="problem" class="composer-note wrong">
          {problem()}
        </p>
      )}
      <div class="writing">
        <MessageBox
          {...box}
          invalid={length.tooLong || problem !== null}
          note={length.tooLong ? 'length' : problem ? 'problem' : undefined}
          onEnter={submit}
        />
        <EmojiButton box={box.box} />
        {tools}
      </div>
      {buttons}
    </form>
  );
}
