/** Explains what deleting the account means, and deletes it after the password. */
import { texts } from '../../texts/texts.ts';
import { DialogButton } from '../kit/dialog-button.tsx';
import { useSession } from '../kit/page-context.ts';
import { Sentence } from '../kit/sentence.tsx';
import { ConfirmPasswordForm } from './confirm-password-form.tsx';

export function DeletionSettings() {
  const session = useSession();
  return (
    <>
      <p class="hint">
        <Sentence of={texts.settings.deletionMeans} elements={{ username: <bdi>{session.messenger.me}</bdi> }} />
      </p>
      <div class="actions">
        <DialogButton label={texts.settings.deleteAccount()} title={texts.settings.deleteAccountTitle()}>
          {(close) => (
            <ConfirmPasswordForm
              grave
              action={texts.settings.deleteMyAccount()}
              onSubmit={(password) => session.deleteAccount(password)}
              onCancel={close}
            >
              <p>{texts.settings.cannotBeUndone()}</p>
            </ConfirmPasswordForm>
          )}
        </DialogButton>
      </div>
    </>
  );
}
