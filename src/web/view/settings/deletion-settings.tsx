/** Explains what deleting the account means, and deletes it after the password. */

import { DialogButton } from '../kit/dialog-button.tsx';
import { useSession } from '../kit/page-context.ts';
import { ConfirmPasswordForm } from './confirm-password-form.tsx';

export function DeletionSettings() {
  const session = useSession();
  return (
    <>
      <p class="hint">
        You are signed out everywhere, and nobody can find or write to you any more. The people you have talked to keep
        the conversations, under the name “Deleted user”. The username {session.messenger.me} stays taken.
      </p>
      <div class="actions">
        <DialogButton label="Delete account…" title="Delete your account?">
          {(close) => (
            <ConfirmPasswordForm
              grave
              action="Delete my account"
              onSubmit={(password) => session.deleteAccount(password)}
              onCancel={close}
            >
              <p>This cannot be undone.</p>
            </ConfirmPasswordForm>
          )}
        </DialogButton>
      </div>
    </>
  );
}
