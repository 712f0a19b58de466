/** How many recovery codes are left, and how to get new ones. */
import type { OwnFactors } from '../../model/own-factors.ts';
import { SignedDialog } from '../kit/confirm-password-dialog.tsx';
import { SettingsPart } from './settings-part.tsx';

interface Props {
  own: OwnFactors;
  left: number;
  report: (words: string) => void;
}

/** From here on it is time for new ones. */
const few = 2;

export function RecoverySettings({ own, left, report }: Props) {
  return (
    <SettingsPart title="Recovery codes" state={leftText(left)} good={left > few}>
      <p>Without your phone or passkey, each of them lets you in once.</p>
      <div class="actions">
        <SignedDialog
          label="New recovery codes"
          title="Make new recovery codes?"
          action="Make new codes"
          work={(password) => own.renewCodes(password)}
          done="You have new recovery codes."
          report={report}
        >
          <p>The codes you have stop working.</p>
        </SignedDialog>
      </div>
    </SettingsPart>
  );
}

function leftText(left: number): string {
  return left === 0 ? 'None left' : `${left} left`;
}
