/** Changes the password. */
import type { UserSettings } from '../../model/user-settings.ts';
import { texts } from '../../texts/texts.ts';
import { ActionForm } from '../kit/action-form.tsx';
import { missingFault, newPasswordFault } from '../kit/field-rules.ts';
import { useSession } from '../kit/page-context.ts';
import { PasswordField, passwordHint } from '../kit/password-field.tsx';

const places = () => ({
  invalid_credentials: { field: 'current-password', text: texts.settings.notCurrentPassword() },
  weak_password: { field: 'new-password' },
  current: { field: 'current-password' },
  next: { field: 'new-password' },
});

export function PasswordSettings({ settings: { password } }: { settings: UserSettings }) {
  const { me } = useSession().messenger;
  return (
    <ActionForm
      action={texts.settings.changePassword()}
      done={texts.settings.passwordChanged()}
      onSubmit={() => password.change()}
      check={() => ({
        'current-password': missingFault(password.current.peek(), texts.settings.enterCurrentPassword()),
        'new-password': newPasswordFault(password.next.peek()),
      })}
      places={places()}
    >
      {/* Tells a password manager which account this password belongs to. */}
      <input type="text" value={me} autocomplete="username" readOnly hidden />
      <PasswordField
        id="current-password"
        label={texts.settings.currentPassword()}
        value={password.current}
        autocomplete="current-password"
      />
      <PasswordField
        id="new-password"
        label={texts.settings.newPassword()}
        value={password.next}
        hint={passwordHint()}
        autocomplete="new-password"
      />
    </ActionForm>
  );
}
