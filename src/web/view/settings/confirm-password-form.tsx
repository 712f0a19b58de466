/** A form that the user confirms with the password. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { ActionForm } from '../kit/action-form.tsx';
import { useSession } from '../kit/page-context.ts';
import { PasswordField } from '../kit/password-field.tsx';

interface Props {
  action: string;
  grave?: boolean;
  onSubmit: (password: string) => Promise<void>;
  onCancel: () => void;
  children: ComponentChildren;
}

export function ConfirmPasswordForm({ onSubmit, children, ...form }: Props) {
  const password = useSignal('');
  const id = useId();
  const { me } = useSession().messenger;
  return (
    <ActionForm {...form} onSubmit={() => onSubmit(password.value)}>
      {children}
      {/* Tells a password manager which user's password to fill in. */}
      <input type="text" value={me} autocomplete="username" readOnly hidden />
      <PasswordField id={id} label="Your password" value={password} autocomplete="current-password" />
    </ActionForm>
  );
}
