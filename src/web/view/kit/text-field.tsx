/** A labelled single-line text field. */
import type { Signal } from '@preact/signals';
import { Field } from './field.tsx';
import { focusOnce } from './focus.ts';

interface Props {
  id: string;
  label: string;
  value: Signal<string>;
  hint?: string;
  autocomplete: 'username' | 'name' | 'one-time-code' | 'off';
  /** Shows the numeric keyboard on phones. */
  digits?: boolean;
  autofocus?: boolean;
}

export function TextField({ id, label, value, hint, autocomplete, digits = false, autofocus = false }: Props) {
  return (
    <Field id={id} label={label} hint={hint}>
      {(control) => (
        <input
          {...control}
          type="text"
          value={value}
          onInput={(event) => (value.value = event.currentTarget.value)}
          autocomplete={autocomplete}
          inputMode={digits ? 'numeric' : undefined}
          autocapitalize="none"
          spellcheck={false}
          ref={autofocus ? focusOnce : null}
        />
      )}
    </Field>
  );
}
