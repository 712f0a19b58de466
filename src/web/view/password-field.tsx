/** The password in a form, which its owner may look at. */
import { type Signal, useSignal } from '@preact/signals';

interface Props {
  value: Signal<string>;
  hint?: string;
  autocomplete: 'current-password' | 'new-password';
}

/** By itself a password input has no role, and the contract calls it a textbox; Preact's types allow that only of plain text. */
const asTextbox = (shown: boolean): object => ({ role: 'textbox', type: shown ? 'text' : 'password' });

export function PasswordField({ value, hint, autocomplete }: Props) {
  const shown = useSignal(false);
  return (
    <div class="field">
      <label for="password">Password</label>
      <div class="password">
        <input
          id="password"
          {...asTextbox(shown.value)}
          value={value}
          onInput={(event) => (value.value = event.currentTarget.value)}
          autocomplete={autocomplete}
          autocapitalize="none"
          spellcheck={false}
          {...(hint ? { 'aria-describedby': 'password-hint' } : {})}
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
        <p id="password-hint" class="hint">
          {hint}
        </p>
      )}
    </div>
  );
}
