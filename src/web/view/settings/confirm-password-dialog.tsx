/** A button whose dialog asks for the password, performs one action, closes, and reports the result. */
import type { ComponentChildren } from 'preact';
import { DialogButton } from '../kit/dialog-button.tsx';
import { ConfirmPasswordForm } from './confirm-password-form.tsx';

interface Props {
  label: string;
  /** See `DialogButton`. */
  fullLabel?: string;
  title: string;
  action: string;
  grave?: boolean;
  work: (password: string) => Promise<void>;
  done: () => string;
  report: (message: () => string) => void;
  children: ComponentChildren;
}

export function ConfirmPasswordDialog({ action, grave = false, work, done, report, children, ...button }: Props) {
  const submit = (close: () => void) => async (password: string) => {
    await work(password);
    close();
    report(done);
  };
  return (
    <DialogButton {...button}>
      {(close) => (
        <ConfirmPasswordForm grave={grave} action={action} onSubmit={submit(close)} onCancel={close}>
          {children}
        </ConfirmPasswordForm>
      )}
    </DialogButton>
  );
}
