/** Shows how many recovery codes are left, and makes new ones. */
import type { OwnFactors } from '../../model/own-factors.ts';
import { texts } from '../../texts/texts.ts';
import { ConfirmPasswordDialog } from './confirm-password-dialog.tsx';
import { SettingsPart } from './settings-part.tsx';

interface Props {
  own: OwnFactors;
  left: number;
  report: (message: () => string) => void;
}

/** At this number or below, the page asks for new codes. */
const few = 2;

export function RecoverySettings({ own, left, report }: Props) {
  return (
    <SettingsPart
      title={texts.factors.recoveryCodes()}
      state={texts.factors.codesLeft({ count: left })}
      good={left > few}
    >
      <p>{texts.factors.codesWork()}</p>
      <div class="actions">
        <ConfirmPasswordDialog
          label={texts.factors.newCodes()}
          title={texts.factors.newCodesTitle()}
          action={texts.factors.makeCodes()}
          work={(password) => own.renewCodes(password)}
          done={() => texts.factors.codesMade()}
          report={report}
        >
          <p>{texts.factors.oldCodesStop()}</p>
        </ConfirmPasswordDialog>
      </div>
    </SettingsPart>
  );
}
