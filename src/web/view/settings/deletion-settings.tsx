/** The end of an account: what goes, what stays, and the password as the signature under it. */
import type { Messenger } from '../../model/messenger.ts';
import { deleteAccount } from '../app/page-state.ts';
import { SignedForm } from '../kit/confirm-password-form.tsx';
import { DialogButton } from '../kit/dialog-button.tsx';

export function DeletionSettings({ messenger }: { messenger: Messenger }) {
  return (
    <>
      <p class="hint">
        You are signed out everywhere, and nobody can find or write to you any more. The people you have talked to keep
        the conversations, under the name “Deleted user”. The username {messenger.me} stays taken.
      </p>
      <div class="actions">
        <DialogButton label="Delete account…" title="Delete your account?">
          {(close) => (
            <SignedForm
              grave
              action="Delete my account"
              onSubmit={(password) => deleteAccount(messenger, { password })}
              onCancel={close}
            >
              <p>This cannot be undone.</p>
            </SignedForm>
          )}
        </DialogButton>
      </div>
    </>
  );
}
