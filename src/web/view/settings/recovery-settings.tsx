/** Shows how many recovery codes are left, and makes new ones. */
import type { OwnFactors } from '../../model/own-factors.ts';
import { ConfirmPasswordDialog } from './confirm-password-dialog.tsx';
import { SettingsPart } from './settings-part.tsx';

interface Props {
  own: OwnFactors;
  left: number;
  report: (message: string) => void;
}

/** At this number or below, the page asks for new codes. */
const few = 2;

export function RecoverySettings({ own, left, report }: Props) {
  return (
    <SettingsPart title="Recovery codes" state={leftText(left)} good={left > few}>
      <p>Without your phone or passkey, each code lets you log in once.</p>
      <div class="actions">
        <ConfirmPasswordDialog
          label="New recovery codes"
          title="Make new recovery codes?"
          action="Make new codes"
          work={(password) => own.renewCodes(password)}
          done="You have new recovery codes."
          report={report}
        >
          <p>The codes you have stop working.</p>
        </ConfirmPasswordDialog>
      </div>
    </SettingsPart>
  );
}

function leftText(left: number): string {
  return left === 0 ? 'None left' : `${left} left`;
}
