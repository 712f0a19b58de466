/** How many recovery codes are left, and how to get new ones. */
import type { OwnFactors } from '../../model/own-factors.ts';
import { DialogButton } from '../dialog-button.tsx';
import { SignedForm } from '../signed-form.tsx';
import { SettingsPart } from './settings-part.tsx';

interface Props {
  own: OwnFactors;
  left: number;
  report: (words: string) => void;
}

/** From here on it is time for new ones. */
const few = 2;

export function RecoverySettings({ own, left, report }: Props) {
  const renew = (close: () => void) => async (password: string) => {
    await own.renewCodes(password);
    close();
    report('You have new recovery codes.');
  };
  return (
    <SettingsPart title="Recovery codes" state={leftText(left)} good={left > few}>
      <p>Without your phone or passkey, each of them lets you in once.</p>
      <div class="actions">
        <DialogButton label="New recovery codes" title="Make new recovery codes?">
          {(close) => (
            <SignedForm action="Make new codes" onSubmit={renew(close)} onCancel={close}>
              <p>The codes you have stop working.</p>
            </SignedForm>
          )}
        </DialogButton>
      </div>
    </SettingsPart>
  );
}

function leftText(left: number): string {
  return left === 0 ? 'None left' : `${left} left`;
}
