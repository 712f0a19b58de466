/** The log-in page: the password and then a second factor, or a passkey alone. */
import { useMemo } from 'preact/hooks';
import type { RegistrationMode } from '../../../protocol/routes.ts';
import { LoginForm } from '../../model/login-form.ts';
import { texts } from '../../texts/texts.ts';
import { missingFault } from '../kit/field-rules.ts';
import type { Places } from '../kit/form-faults.ts';
import { Link } from '../kit/link.tsx';
import { usePage } from '../kit/page-context.ts';
import { usePageTitle } from '../kit/page-title.ts';
import { passkeysWork } from '../kit/passkeys-work.ts';
import { PasswordField } from '../kit/password-field.tsx';
import { TextField } from '../kit/text-field.tsx';
import { useRegistration } from '../kit/use-registration.ts';
import { EntryForm } from './entry-form.tsx';
import { SecondStep } from './second-step.tsx';

const places = (): Places => ({
  invalid_credentials: { field: 'password', text: texts.entry.wrongPassword() },
  forbidden: { text: texts.entry.mayNotLogIn() },
});

export function LoginPage() {
  const { account } = usePage();
  const registration = useRegistration();
  const login = useMemo(() => new LoginForm(account), [account]);
  usePageTitle(`${texts.entry.logIn()} · Duologue`);
  const secondFactor = login.secondFactor.value;
  if (secondFactor) return <SecondStep form={secondFactor} onRestart={() => login.restart()} />;
  return (
    <EntryForm
      key="password"
      title={texts.entry.welcomeBack()}
      action={texts.entry.logIn()}
      refusal={login.notice}
      onSubmit={() => login.submit()}
      check={() => ({
        username: missingFault(login.username.peek(), texts.entry.usernameMissing()),
        password: missingFault(login.password.peek(), texts.entry.passwordMissing()),
      })}
      places={places()}
      other={
        passkeysWork() && (
          <button type="button" class="plain" onClick={() => login.usePasskey()}>
            {texts.entry.usePasskey()}
          </button>
        )
      }
      footer={<RegisterLink mode={registration.mode.value} />}
    >
      <TextField
        id="username"
        label={texts.entry.username()}
        value={login.username}
        autocomplete="username"
        autofocus
      />
      <PasswordField value={login.password} autocomplete="current-password" />
    </EntryForm>
  );
}

/** Nothing while the server registers nobody, and until it has answered. */
function RegisterLink({ mode }: { mode: RegistrationMode | null }) {
  if (mode === null || mode === 'closed') return null;
  return (
    <>
      {mode === 'open' ? texts.entry.newHere() : texts.entry.invited()}{' '}
      <Link to="/register">{texts.entry.register()}</Link>
    </>
  );
}
