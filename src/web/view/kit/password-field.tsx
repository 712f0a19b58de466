/** A password field with a button that shows the characters. */
import { type Signal, useSignal } from '@preact/signals';
import { limits } from '../../../protocol/limits.ts';

export const passwordHint = `At least ${limits.passwordMinLength} characters. A few words in a row are fine.`;

interface Props {
  id?: string;
  label?: string;
  value: Signal<string>;
  hint?: string;
  autocomplete: 'current-password' | 'new-password';
}

/** A password input has no implicit role, and the contract calls it a textbox; Preact types that only for text inputs. */
const asTextbox = (shown: boolean): object => ({ role: 'textbox', type: shown ? 'text' : 'password' });

export function PasswordField({ id = 'password', label = 'Password', value, hint, autocomplete }: Props) {
  const shown = useSignal(false);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="password">
        <input
          id={id}
          {...asTextbox(shown.value)}
          value={value}
          onInput={(event) => (value.value = event.currentTarget.value)}
          autocomplete={autocomplete}
          autocapitalize="none"
          spellcheck={false}
          {...(hint ? { 'aria-describedby': `${id}-hint` } : {})}
        />
        <button
          type="button"
          class="plain"
          aria-label="Show characters"
          aria-pressed={shown.value}
          onClick={() => (shown.value = !shown.value)}
        >
          {shown.value ? 'Hide' : 'Show'}
        </button>
      </div>
      {hint && (
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
      )}
    </div>
  );
}
