/** A form that its owner signs with the password. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { account } from '../app/page-state.ts';
import { ActionForm } from './action-form.tsx';
import { PasswordField } from './password-field.tsx';

interface Props {
  action: string;
  grave?: boolean;
  onSubmit: (password: string) => Promise<void>;
  onCancel: () => void;
  children: ComponentChildren;
}

export function SignedForm({ onSubmit, children, ...form }: Props) {
  const password = useSignal('');
  const id = useId();
  return (
    <ActionForm {...form} onSubmit={() => onSubmit(password.value)}>
      {children}
      {/* Tells a password manager whose password this is. */}
      <input type="text" value={account.user.value?.username} autocomplete="username" readOnly hidden />
      <PasswordField id={id} label="Your password" value={password} autocomplete="current-password" />
    </ActionForm>
  );
}
