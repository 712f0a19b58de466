/** The log-in page: the password, then a second factor where there is one; or a passkey instead of both. */
import { useSignal } from '@preact/signals';
import { type FactorsAsked, WireFailure } from '../../model/wire-failure.ts';
import { passkeysWork } from '../../net/passkey-browser.ts';
import { Link } from '../app/link.tsx';
import { account } from '../app/page-state.ts';
import { usePageTitle } from '../app/page-title.ts';
import { PasswordField } from '../kit/password-field.tsx';
import { TextField } from '../kit/text-field.tsx';
import { EntryForm } from './entry-form.tsx';
import { SecondStep } from './second-step.tsx';

export function LoginPage() {
  const username = useSignal('');
  const password = useSignal('');
  /** What the server asks for after a right password. */
  const asked = useSignal<FactorsAsked | null>(null);
  usePageTitle('Log in · Duologue');
  const logIn = (code?: string) => {
    const body = { username: username.value.trim(), password: password.value };
    return account.login(code === undefined ? body : { ...body, code });
  };
  const begin = async () => {
    try {
      await logIn();
    } catch (error) {
      const failure = WireFailure.from(error);
      if (failure.code !== 'second_factor_required') throw error;
      asked.value = failure.asked;
    }
  };
  const usePasskey = async () => {
    account.notice.value = '';
    try {
      await account.passkeyLogin();
    } catch (error) {
      account.notice.value = WireFailure.from(error).message;
    }
  };
  const startAgain = () => {
    account.notice.value = '';
    password.value = '';
    asked.value = null;
  };
  if (asked.value) return <SecondStep asked={asked.value} onCode={logIn} askAgain={begin} startAgain={startAgain} />;
  return (
    <EntryForm
      key="password"
      title="Welcome back"
      action="Log in"
      refusal={account.notice}
      onSubmit={begin}
      other={
        passkeysWork && (
          <button type="button" class="plain" onClick={usePasskey}>
            Use a passkey
          </button>
        )
      }
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
