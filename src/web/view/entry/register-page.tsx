/** The registration page. */
import { useMemo } from 'preact/hooks';
import { limits } from '../../../protocol/limits.ts';
import { RegistrationForm } from '../../model/registration-form.ts';
import { Link } from '../kit/link.tsx';
import { usePage } from '../kit/page-context.ts';
import { usePageTitle } from '../kit/page-title.ts';
import { PasswordField, passwordHint } from '../kit/password-field.tsx';
import { TextField } from '../kit/text-field.tsx';
import { EntryForm } from './entry-form.tsx';

const nameHint = `${limits.usernameMinLength} to ${limits.usernameMaxLength} letters, digits, or . _ -`;

export function RegisterPage() {
  const { account } = usePage();
  const form = useMemo(() => new RegistrationForm(account), [account]);
  usePageTitle('Register · Duologue');
  return (
    <EntryForm
      title="Start a conversation"
      action="Create account"
      refusal={form.refusal}
      onSubmit={() => form.submit()}
      footer={
        <>
          Registered already? <Link to="/login">To the log-in</Link>
        </>
      }
    >
      <TextField
        id="username"
        label="Username"
        value={form.username}
        hint={nameHint}
        autocomplete="username"
        autofocus
      />
      <TextField
        id="display-name"
        label="Display name"
        value={form.displayName}
        hint="Optional. What others see."
        autocomplete="name"
      />
      <PasswordField value={form.password} hint={passwordHint} autocomplete="new-password" />
    </EntryForm>
  );
}
