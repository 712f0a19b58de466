/** Changes the password. */
import type { UserSettings } from '../../model/user-settings.ts';
import { ActionForm } from '../kit/action-form.tsx';
import { useSession } from '../kit/page-context.ts';
import { PasswordField, passwordHint } from '../kit/password-field.tsx';

const done = 'Your password is changed, and every other device is signed out.';

export function PasswordSettings({ settings: { password } }: { settings: UserSettings }) {
  const { me } = useSession().messenger;
  return (
    <ActionForm action="Change password" done={done} onSubmit={() => password.change()}>
      {/* Tells a password manager which account this password belongs to. */}
      <input type="text" value={me} autocomplete="username" readOnly hidden />
      <PasswordField
        id="current-password"
        label="Current password"
        value={password.current}
        autocomplete="current-password"
      />
      <PasswordField
        id="new-password"
        label="New password"
        value={password.next}
        hint={passwordHint}
        autocomplete="new-password"
      />
    </ActionForm>
  );
}
