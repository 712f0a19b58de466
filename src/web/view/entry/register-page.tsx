/** The registration page. */
import { useSignal } from '@preact/signals';
import { limits } from '../../../protocol/limits.ts';
import { Link } from '../app/link.tsx';
import { account } from '../app/page-state.ts';
import { usePageTitle } from '../app/page-title.ts';
import { PasswordField, passwordHint } from '../kit/password-field.tsx';
import { TextField } from '../kit/text-field.tsx';
import { EntryForm } from './entry-form.tsx';

const nameHint = `${limits.usernameMinLength} to ${limits.usernameMaxLength} letters, digits, or . _ -`;

export function RegisterPage() {
  const username = useSignal('');
  const displayName = useSignal('');
  const password = useSignal('');
  const refusal = useSignal('');
  usePageTitle('Register · Duologue');
  const submit = () => {
    const shown = displayName.value.trim();
    const body = { username: username.value.trim(), password: password.value };
    return account.register(shown ? { ...body, displayName: shown } : body);
  };
  return (
    <EntryForm
      title="Start a conversation"
      action="Create account"
      refusal={refusal}
      onSubmit={submit}
      footer={
        <>
          Registered already? <Link to="/login">To the log-in</Link>
        </>
      }
    >
      <TextField id="username" label="Username" value={username} hint={nameHint} autocomplete="username" autofocus />
      <TextField
        id="display-name"
        label="Display name"
        value={displayName}
        hint="Optional. What others see."
        autocomplete="name"
      />
      <PasswordField value={password} hint={passwordHint} autocomplete="new-password" />
    </EntryForm>
  );
}
