/** The end of an account: what goes, what stays, and the password as the signature under it. */
import { useSignal } from '@preact/signals';
import type { Messenger } from '../../model/messenger.ts';
import { deleteAccount } from '../page-state.ts';
import { PasswordField } from '../password-field.tsx';
import { SettingsForm } from './settings-form.tsx';

export function DeletionSettings({ messenger }: { messenger: Messenger }) {
  const password = useSignal('');
  return (
    <SettingsForm
      action="Delete my account"
      grave
      done=""
      onSubmit={() => deleteAccount(messenger, { password: password.value })}
    >
      <p>
        You are signed out everywhere, and nobody can find or write to you any more. The people you have talked to keep
        the conversations, under the name “Deleted user”. The username {messenger.me} stays taken. This cannot be
        undone.
      </p>
      <PasswordField id="deletion-password" label="Your password" value={password} autocomplete="current-password" />
    </SettingsForm>
  );
}
