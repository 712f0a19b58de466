/** Another password. */
import { useSignal } from '@preact/signals';
import type { Messenger } from '../../model/messenger.ts';
import { settingsHttp } from '../../net/settings-http.ts';
import { ActionForm } from '../kit/action-form.tsx';
import { PasswordField, passwordHint } from '../kit/password-field.tsx';
import { ownDevices } from './own-devices.ts';

const done = 'Your password is changed, and every other device is signed out.';

export function PasswordSettings({ messenger }: { messenger: Messenger }) {
  const current = useSignal('');
  const next = useSignal('');
  const change = async () => {
    await settingsHttp.changePassword({ current: current.value, next: next.value });
    current.value = '';
    next.value = '';
    void ownDevices.refresh();
  };
  return (
    <ActionForm action="Change password" done={done} onSubmit={change}>
      {/* Tells a password manager whose password this is. */}
      <input type="text" value={messenger.me} autocomplete="username" readOnly hidden />
      <PasswordField id="current-password" label="Current password" value={current} autocomplete="current-password" />
      <PasswordField
        id="new-password"
        label="New password"
        value={next}
        hint={passwordHint}
        autocomplete="new-password"
      />
    </ActionForm>
  );
}
