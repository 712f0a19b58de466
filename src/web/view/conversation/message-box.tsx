/** The text box of the composer: Enter sends or saves, Shift+Enter inserts a line break. */
import type { Signal } from '@preact/signals';
import type { RefObject, TargetedInputEvent } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { isComposing } from '../kit/input-method.ts';

/** Matches devices that usually have a keyboard on the screen. */
const byFinger = window.matchMedia('(pointer: coarse)');

interface Props {
  box: RefObject<HTMLTextAreaElement | null>;
  /** Whether it takes the focus when it appears. */
  takesFocus?: boolean;
  label: string;
  placeholder: string;
  text: Signal<string>;
  invalid: boolean;
  /** The id of the text that says why. */
  note: string | undefined;
  onEnter: () => void;
  /** Returns true when the key has done something. */
  onOtherKey: (key: string) => boolean;
  onTyped?: (text: string) => void;
  onLeave?: () => void;
}

export function MessageBox(props: Props) {
  const { box, text, takesFocus = true, onTyped, onLeave } = props;
  useLayoutEffect(() => {
    if (takesFocus) box.current?.focus();
    const end = text.peek().length;
    // In an empty box it changes nothing, and has the browser lay out the unfinished page.
    if (end > 0) box.current?.setSelectionRange(end, end);
  }, [box, text]);
  useLayoutEffect(() => grow(box.current), [box, text.value]);

  const onInput = (event: { currentTarget: HTMLTextAreaElement }) => {
    text.value = event.currentTarget.value;
    onTyped?.(text.value);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event) || event.shiftKey || isOnScreen(event)) return;
    if (event.key === 'Enter') props.onEnter();
    else if (!props.onOtherKey(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <textarea
      ref={box}
      aria-label={props.label}
      aria-invalid={props.invalid}
      aria-describedby={props.note}
      placeholder={props.placeholder}
      rows={1}
      enterkeyhint={byFinger.matches ? 'enter' : 'send'}
      value={text.value}
      onBeforeInput={markLong}
      onInput={onInput}
      onKeyDown={onKeyDown}
      onBlur={onLeave}
    />
  );
}

/** A keyboard on the screen has no Shift+Enter, and knows no code of a key: its Enter breaks the line, and the button sends. */
function isOnScreen({ key, code }: KeyboardEvent): boolean {
  return key === 'Enter' && /^(Unidentified)?$/.test(code) && byFinger.matches;
}

/** Chromium needs 2 s instead of 0.3 s for a million characters whose lines have their own direction. So long a text cannot be sent. */
const longFrom = 20_000;

function markLong({ currentTarget: box, data }: TargetedInputEvent<HTMLTextAreaElement>): void {
  box.classList.toggle('long', box.value.length + (data?.length ?? 0) > longFrom);
}

/** Fits the height to the text in browsers without `field-sizing`. */
function grow(box: HTMLTextAreaElement | null): void {
  if (!box || CSS.supports('field-sizing', 'content')) return;
  box.style.height = 'auto';
  box.style.height = `${box.scrollHeight + 2}px`;
}
