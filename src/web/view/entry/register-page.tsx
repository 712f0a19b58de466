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
  const { account, registration } = usePage();
  const form = useMemo(() => new RegistrationForm(account, registration), [account, registration]);
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
      {form.needsInvite && <InviteField form={form} />}
      <TextField
        id="username"
        label="Username"
        value={form.username}
        hint={nameHint}
        autocomplete="username"
        autofocus={!form.needsInvite || form.isInvited}
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

function InviteField({ form: { invite, isInvited } }: { form: RegistrationForm }) {
  return (
    <>
      <p>
        {isInvited
          ? 'You have been invited. Choose a name and a password.'
          : 'You need an invitation to create an account here. Ask the administrator of this server for one.'}
      </p>
      <TextField
        id="invite"
        label="Invitation"
        value={invite}
        hint="The link that you received, or its code."
        autocomplete="off"
        autofocus={!isInvited}
      />
    </>
  );
}
