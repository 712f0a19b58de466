/** A form that the user confirms with the password. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { texts } from '../../texts/texts.ts';
import { ActionForm } from '../kit/action-form.tsx';
import { missingFault } from '../kit/field-rules.ts';
import type { Faults, Places } from '../kit/form-faults.ts';
import { useSession } from '../kit/page-context.ts';
import { PasswordField } from '../kit/password-field.tsx';

interface Props {
  action: string;
  grave?: boolean;
  onSubmit: (password: string) => Promise<void>;
  /** Of the other fields. */
  check?: () => Faults;
  places?: Places;
  onCancel: () => void;
  children: ComponentChildren;
}

export function ConfirmPasswordForm({ onSubmit, check, places, children, ...form }: Props) {
  const password = useSignal('');
  const id = useId();
  const { me } = useSession().messenger;
  return (
    <ActionForm
      {...form}
      onSubmit={() => onSubmit(password.value)}
      check={() => ({ ...check?.(), [id]: missingFault(password.value, texts.settings.enterPassword()) })}
      places={{ ...places, invalid_credentials: { field: id, text: texts.settings.notYourPassword() } }}
    >
      {children}
      {/* Tells a password manager which user's password to fill in. */}
      <input type="text" value={me} autocomplete="username" readOnly hidden />
      <PasswordField id={id} label={texts.settings.yourPassword()} value={password} autocomplete="current-password" />
    </ActionForm>
  );
}
