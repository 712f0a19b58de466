/** A labelled line of text in a form. */
import type { Signal } from '@preact/signals';
import { focusOnce } from './focus.ts';

interface Props {
  id: string;
  label: string;
  value: Signal<string>;
  hint?: string;
  autocomplete: 'username' | 'name' | 'one-time-code' | 'off';
  /** Only digits are typed: a phone shows no letters. */
  digits?: boolean;
  autofocus?: boolean;
}

export function TextField({ id, label, value, hint, autocomplete, digits = false, autofocus = false }: Props) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        value={value}
        onInput={(event) => (value.value = event.currentTarget.value)}
        autocomplete={autocomplete}
        inputMode={digits ? 'numeric' : undefined}
        autocapitalize="none"
        spellcheck={false}
        ref={autofocus ? focusOnce : null}
        {...(hint ? { 'aria-describedby': `${id}-hint` } : {})}
      />
      {hint && (
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
      )}
    </div>
  );
}
