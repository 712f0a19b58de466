/** The log-in page. */
import { useSignal } from '@preact/signals';
import { EntryForm } from './entry-form.tsx';
import { Link } from './link.tsx';
import { account } from './page-state.ts';
import { usePageTitle } from './page-title.ts';
import { PasswordField } from './password-field.tsx';
import { TextField } from './text-field.tsx';

export function LoginPage() {
  const username = useSignal('');
  const password = useSignal('');
  usePageTitle('Log in · Duologue');
  return (
    <EntryForm
      title="Welcome back"
      action="Log in"
      refusal={account.farewell}
      onSubmit={() => account.login({ username: username.value.trim(), password: password.value })}
      footer={
        <>
          New here? <Link to="/register">Register</Link>
        </>
      }
    >
      <TextField id="username" label="Username" value={username} autocomplete="username" autofocus />
      <PasswordField value={password} autocomplete="current-password" />
    </EntryForm>
  );
}
