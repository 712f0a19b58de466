/** A password field with a button that shows the characters. */
import { type Signal, useSignal } from '@preact/signals';
import { limits } from '../../../protocol/limits.ts';
import { texts } from '../../texts/texts.ts';
import { Field } from './field.tsx';
import './password-field.css';

export const passwordHint = () => texts.fields.passwordHint({ min: limits.passwordMinLength });

interface Props {
  id?: string;
  /** "Password" unless it is another one. */
  label?: string;
  value: Signal<string>;
  hint?: string;
  autocomplete: 'current-password' | 'new-password';
}

/** A password input has no implicit role, and the contract calls it a textbox; Preact types that only for text inputs. */
const asTextbox = (shown: boolean): object => ({ role: 'textbox', type: shown ? 'text' : 'password' });

export function PasswordField({ id = 'password', label, value, hint, autocomplete }: Props) {
  const shown = useSignal(false);
  return (
    <Field id={id} label={label ?? texts.fields.password()} hint={hint}>
      {(control) => (
        <div class="password">
          <input
            {...control}
            {...asTextbox(shown.value)}
            value={value}
            onInput={(event) => (value.value = event.currentTarget.value)}
            autocomplete={autocomplete}
            autocapitalize="none"
            spellcheck={false}
          />
          <button
            type="button"
            class="plain"
            aria-label={texts.fields.showCharacters()}
            aria-pressed={shown.value}
            onClick={() => (shown.value = !shown.value)}
          >
            {shown.value ? texts.fields.hide() : texts.fields.show()}
          </button>
        </div>
      )}
    </Field>
  );
}
