/** The log-in page: the password and then a second factor, or a passkey alone. */
import { useMemo } from 'preact/hooks';
import type { RegistrationMode } from '../../../protocol/routes.ts';
import { LoginForm } from '../../model/login-form.ts';
import { Link } from '../kit/link.tsx';
import { usePage } from '../kit/page-context.ts';
import { usePageTitle } from '../kit/page-title.ts';
import { PasswordField } from '../kit/password-field.tsx';
import { TextField } from '../kit/text-field.tsx';
import { EntryForm } from './entry-form.tsx';
import { SecondStep } from './second-step.tsx';

export function LoginPage() {
  const { account, registration, passkeysWork } = usePage();
  const login = useMemo(() => new LoginForm(account), [account]);
  usePageTitle('Log in · Duologue');
  const secondFactor = login.secondFactor.value;
  if (secondFactor) return <SecondStep form={secondFactor} onRestart={() => login.restart()} />;
  return (
    <EntryForm
      key="password"
      title="Welcome back"
      action="Log in"
      refusal={login.notice}
      onSubmit={() => login.submit()}
      other={
        passkeysWork && (
          <button type="button" class="plain" onClick={() => login.usePasskey()}>
            Use a passkey
          </button>
        )
      }
      footer={<RegisterLink mode={registration.mode.value} />}
    >
      <TextField id="username" label="Username" value={login.username} autocomplete="username" autofocus />
      <PasswordField value={login.password} autocomplete="current-password" />
    </EntryForm>
  );
}

/** Nothing while the server registers nobody, and until it has answered. */
function RegisterLink({ mode }: { mode: RegistrationMode | null }) {
  if (mode === null || mode === 'closed') return null;
  return (
    <>
      {mode === 'open' ? 'New here?' : 'Invited?'} <Link to="/register">Register</Link>
    </>
  );
}
