/** The form below the log: a text box with its notes and buttons. */
import type { Signal } from '@preact/signals';
import type { ComponentChildren, RefObject } from 'preact';
import { LengthNote, measure } from './length-note.tsx';
import { MessageBox } from './message-box.tsx';

interface Props {
  /** Above the box: the message that the text answers or replaces. */
  top: ComponentChildren;
  buttons: ComponentChildren;
  /** Why the text could not be sent or saved. */
  problem: string;
  box: RefObject<HTMLTextAreaElement | null>;
  label: string;
  placeholder: string;
  text: Signal<string>;
  /** Called unless the text is too long. */
  onSubmit: () => void;
  onOtherKey: (key: string) => boolean;
  onTyped?: (text: string) => void;
  onLeave?: () => void;
}

export function ComposerForm({ top, buttons, problem, onSubmit, ...box }: Props) {
  const length = measure(box.text.value);
  const submit = (event?: Event) => {
    event?.preventDefault();
    if (!length.tooLong) onSubmit();
  };
  return (
    <form class="composer" onSubmit={submit}>
      {top}
      <LengthNote length={length} />
      {problem && (
        <p role="alert" class="composer-note wrong">
          {problem}
        </p>
      )}
      <MessageBox {...box} invalid={length.tooLong} onEnter={submit} />
      {buttons}
    </form>
  );
}
