/** The log-in page: the password, then a second factor where there is one; or a passkey instead of both. */
import { useSignal } from '@preact/signals';
import type { PasskeyOptions } from '../../protocol/factor-shapes.ts';
import { WireFailure } from '../model/wire-failure.ts';
import { EntryForm } from './entry-form.tsx';
import { Link } from './link.tsx';
import { account } from './page-state.ts';
import { usePageTitle } from './page-title.ts';
import { PasswordField } from './password-field.tsx';
import { TextField } from './text-field.tsx';

const codeHint = 'Of your authenticator app, or one of your recovery codes.';

export function LoginPage() {
  const username = useSignal('');
  const password = useSignal('');
  const code = useSignal('');
  /** The password was right, and something more is asked for. */
  const more = useSignal(false);
  const asked = useSignal<PasskeyOptions | undefined>(undefined);
  usePageTitle('Log in · Duologue');
  const logIn = async () => {
    const body = { username: username.value.trim(), password: password.value };
    try {
      await account.login(more.value && code.value ? { ...body, code: code.value } : body);
    } catch (error) {
      const failure = WireFailure.from(error);
      if (failure.code !== 'second_factor_required') throw error;
      asked.value = failure.passkey;
      if (more.value) throw error;
      more.value = true;
    }
  };
  const usePasskey = async () => {
    account.farewell.value = '';
    try {
      await account.passkeyLogin(asked.value);
    } catch (error) {
      // What was asked once is not asked again.
      asked.value = undefined;
      account.farewell.value = WireFailure.from(error).message;
    }
  };
  return (
    <EntryForm
      title="Welcome back"
      action="Log in"
      refusal={account.farewell}
      onSubmit={logIn}
      footer={
        <>
          New here? <Link to="/register">Register</Link>
        </>
      }
    >
      <TextField id="username" label="Username" value={username} autocomplete="username" autofocus />
      <PasswordField value={password} autocomplete="current-password" />
      {more.value && (
        <TextField
          id="code"
          label="Authentication code"
          value={code}
          hint={codeHint}
          autocomplete="one-time-code"
          autofocus
        />
      )}
      <button type="button" class="plain" onClick={usePasskey}>
        Use a passkey
      </button>
    </EntryForm>
  );
}
