/** A button whose dialog asks for the password, does one thing by it, closes, and says what was done. */
import type { ComponentChildren } from 'preact';
import { SignedForm } from './confirm-password-form.tsx';
import { DialogButton } from './dialog-button.tsx';

interface Props {
  label: string;
  /** As of `DialogButton`. */
  fullLabel?: string;
  title: string;
  action: string;
  grave?: boolean;
  work: (password: string) => Promise<void>;
  done: string;
  report: (words: string) => void;
  children: ComponentChildren;
}

export function SignedDialog({ action, grave = false, work, done, report, children, ...button }: Props) {
  const submit = (close: () => void) => async (password: string) => {
    await work(password);
    close();
    report(done);
  };
  return (
    <DialogButton {...button}>
      {(close) => (
        <SignedForm grave={grave} action={action} onSubmit={submit(close)} onCancel={close}>
          {children}
        </SignedForm>
      )}
    </DialogButton>
  );
}
