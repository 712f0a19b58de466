/** Sets up the authenticator app with the password and a first code; turns it off with the password. */
import { useMemo } from 'preact/hooks';
import type { OwnFactors } from '../../model/own-factors.ts';
import { TotpEnrolment } from '../../model/totp-enrolment.ts';
import { ActionForm } from '../kit/action-form.tsx';
import { DialogButton } from '../kit/dialog-button.tsx';
import { TextField } from '../kit/text-field.tsx';
import { ConfirmPasswordDialog } from './confirm-password-dialog.tsx';
import { ConfirmPasswordForm } from './confirm-password-form.tsx';
import { QrCode } from './qr-code.tsx';
import { SettingsPart } from './settings-part.tsx';

interface Props {
  own: OwnFactors;
  on: boolean;
  report: (message: string) => void;
}

export function TotpSettings({ own, on, report }: Props) {
  return (
    <SettingsPart title="Authenticator app" state={on ? 'On' : 'Off'} good={on}>
      <p>
        {on ? 'Logging in needs a code from your app.' : 'An app on your phone shows a new code every half minute.'}
      </p>
      <div class="actions">
        {on ? (
          <ConfirmPasswordDialog
            key="off"
            label="Turn off the authenticator app"
            title="Turn off the authenticator app?"
            action="Turn off"
            grave
            work={(password) => own.endTotp(password)}
            done="The authenticator app is turned off."
            report={report}
          >
            <p>Its codes stop working. You can delete the entry in the app afterwards.</p>
          </ConfirmPasswordDialog>
        ) : (
          <DialogButton key="on" label="Set up an authenticator app" title="Set up an authenticator app">
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
    report('The authenticator app is on.');
  };
  if (enrolment.secret.value) return <FirstCode enrolment={enrolment} onSubmit={confirm} onCancel={close} />;
  return (
    <ConfirmPasswordForm action="Continue" onSubmit={(password) => enrolment.begin(password)} onCancel={close}>
      <p>
        You need an app that shows such codes, on your phone or in your password manager. First, enter your password.
      </p>
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
    <ActionForm action="Turn on" onSubmit={onSubmit} onCancel={onCancel}>
      <p>Scan this code with the app, then enter the code that the app shows.</p>
      <QrCode text={secret.value?.uri ?? ''} />
      <p class="hint">
        Cannot scan? Type this key into the app: <code>{secret.value?.secret.replace(/.{4}(?=.)/g, '$& ')}</code>
      </p>
      <TextField id="totp-code" label="Code from the app" value={code} autocomplete="one-time-code" digits autofocus />
    </ActionForm>
  );
}
