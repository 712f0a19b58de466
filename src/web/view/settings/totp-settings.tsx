/** Sets up the authenticator app with the password and a first code; turns it off with the password. */
import { useMemo } from 'preact/hooks';
import type { OwnFactors } from '../../model/own-factors.ts';
import { TotpEnrolment } from '../../model/totp-enrolment.ts';
import { texts } from '../../texts/texts.ts';
import { ActionForm } from '../kit/action-form.tsx';
import { DialogButton } from '../kit/dialog-button.tsx';
import { missingFault } from '../kit/field-rules.ts';
import { QrCode } from '../kit/qr-code.tsx';
import { Sentence } from '../kit/sentence.tsx';
import { TextField } from '../kit/text-field.tsx';
import { ConfirmPasswordDialog } from './confirm-password-dialog.tsx';
import { ConfirmPasswordForm } from './confirm-password-form.tsx';
import { SettingsPart } from './settings-part.tsx';

interface Props {
  own: OwnFactors;
  on: boolean;
  report: (message: () => string) => void;
}

export function TotpSettings({ own, on, report }: Props) {
  return (
    <SettingsPart title={texts.factors.app()} state={on ? texts.factors.on() : texts.factors.off()} good={on}>
      <p>{on ? texts.factors.appAsks() : texts.factors.appWorks()}</p>
      <div class="actions">
        {on ? (
          <ConfirmPasswordDialog
            key="off"
            label={texts.factors.turnOffApp()}
            title={texts.factors.turnOffAppTitle()}
            action={texts.factors.turnOff()}
            grave
            work={(password) => own.endTotp(password)}
            done={() => texts.factors.appIsOff()}
            report={report}
          >
            <p>{texts.factors.appStops()}</p>
          </ConfirmPasswordDialog>
        ) : (
          <DialogButton key="on" label={texts.factors.setUpApp()} title={texts.factors.setUpApp()}>
            {(close) => <Setup own={own} close={close} report={report} />}
          </DialogButton>
        )}
      </div>
    </SettingsPart>
  );
}

function Setup({ own, close, report }: Omit<Props, 'on'> & { close: () => void }) {
  const enrolment = useMemo(() => new TotpEnrolment(own), [own]);
  const confirm = async () => {
    await enrolment.confirm();
    close();
    report(() => texts.factors.appIsOn());
  };
  if (enrolment.secret.value) return <FirstCode enrolment={enrolment} onSubmit={confirm} onCancel={close} />;
  return (
    <ConfirmPasswordForm
      action={texts.factors.proceed()}
      onSubmit={(password) => enrolment.begin(password)}
      onCancel={close}
    >
      <p>{texts.factors.appNeeded()}</p>
    </ConfirmPasswordForm>
  );
}

interface FirstCodeProps {
  enrolment: TotpEnrolment;
  onSubmit: () => Promise<void>;
  onCancel: () => void;
}

function FirstCode({ enrolment: { secret, code }, onSubmit, onCancel }: FirstCodeProps) {
  return (
    <ActionForm
      action={texts.factors.turnOn()}
      onSubmit={onSubmit}
      onCancel={onCancel}
      check={() => ({ 'totp-code': missingFault(code.peek(), texts.factors.enterAppCode()) })}
      places={{
        invalid_credentials: { field: 'totp-code', text: texts.factors.wrongCode() },
        conflict: { text: texts.factors.tooLate() },
        code: { field: 'totp-code', text: texts.factors.wrongCode() },
      }}
    >
      <p>{texts.factors.scanCode()}</p>
      <QrCode text={secret.value?.uri ?? ''} label={texts.factors.qrCode()} />
      <p class="hint">
        <Sentence
          of={texts.factors.typeKey}
          elements={{ key: <code>{secret.value?.secret.replace(/.{4}(?=.)/g, '$& ')}</code> }}
        />
      </p>
      <TextField
        id="totp-code"
        label={texts.factors.appCode()}
        value={code}
        autocomplete="one-time-code"
        digits
        autofocus
      />
    </ActionForm>
  );
}
