/** The registration page. */
import { useMemo } from 'preact/hooks';
import { limits } from '../../../protocol/limits.ts';
import { RegistrationForm } from '../../model/registration-form.ts';
import { texts } from '../../texts/texts.ts';
import {
  missingFault,
  newDisplayNameFault,
  newPasswordFault,
  newUsernameFault,
  usernameRule,
} from '../kit/field-rules.ts';
import type { Faults, Places } from '../kit/form-faults.ts';
import { usePage } from '../kit/page-context.ts';
import { usePageTitle } from '../kit/page-title.ts';
import { PasswordField, passwordHint } from '../kit/password-field.tsx';
import { TextField } from '../kit/text-field.tsx';
import { useRegistration } from '../kit/use-registration.ts';
import { EntryForm } from './entry-form.tsx';
import { LogInLink } from './log-in-link.tsx';

const usernameHint = () => texts.entry.usernameHint({ min: limits.usernameMinLength, max: limits.usernameMaxLength });

function placesIn({ needsInvite }: RegistrationForm): Places {
  const invite = {
    field: 'invite',
    text: needsInvite ? texts.entry.invitationInvalid() : texts.entry.inviteNeeded(),
  };
  return {
    invalid_username: { field: 'username', text: usernameRule() },
    username_taken: { field: 'username', text: texts.entry.usernameTaken() },
    weak_password: { field: 'password' },
    invalid_invite: invite,
    forbidden: { text: texts.entry.closedIntro() },
    username: { field: 'username', text: usernameRule() },
    displayName: { field: 'display-name' },
    password: { field: 'password' },
    invite,
  };
}

/** In the order of the fields. */
const faultsIn = (form: RegistrationForm): Faults => ({
  invite: form.needsInvite ? missingFault(form.invite.peek(), texts.entry.invitationMissing()) : '',
  username: newUsernameFault(form.username.peek()),
  'display-name': form.displayName.peek().trim() === '' ? '' : newDisplayNameFault(form.displayName.peek()),
  password: newPasswordFault(form.password.peek()),
});

export function RegisterPage() {
  const { account } = usePage();
  const registration = useRegistration();
  const form = useMemo(() => new RegistrationForm(account, registration), [account, registration]);
  usePageTitle(`${texts.entry.register()} · Duologue`);
  return (
    <EntryForm
      title={texts.entry.startConversation()}
      action={texts.entry.createAccount()}
      refusal={form.refusal}
      onSubmit={() => form.submit()}
      check={() => faultsIn(form)}
      places={placesIn(form)}
      footer={<LogInLink />}
    >
      {form.needsInvite && <InviteField form={form} />}
      <TextField
        id="username"
        label={texts.entry.username()}
        value={form.username}
        hint={usernameHint()}
        autocomplete="username"
        autofocus={!form.needsInvite || form.isInvited}
      />
      <TextField
        id="display-name"
        label={texts.entry.displayName()}
        value={form.displayName}
        hint={texts.entry.displayNameHint()}
        autocomplete="name"
      />
      <PasswordField value={form.password} hint={passwordHint()} autocomplete="new-password" />
    </EntryForm>
  );
}

function InviteField({ form: { invite, isInvited } }: { form: RegistrationForm }) {
  return (
    <>
      <p>{isInvited ? texts.entry.invitedIntro() : texts.entry.inviteNeeded()}</p>
      <TextField
        id="invite"
        label={texts.entry.invitation()}
        value={invite}
        hint={texts.entry.invitationHint()}
        autocomplete="off"
        autofocus={!isInvited}
      />
    </>
  );
}
