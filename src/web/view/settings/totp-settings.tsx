/** The authenticator app: set up in two steps, the password and then a first code, and turned off by the password. */
import { useSignal } from '@preact/signals';
import type { TotpSetup } from '../../../protocol/factor-shapes.ts';
import type { OwnFactors } from '../../model/own-factors.ts';
import { ActionForm } from '../kit/action-form.tsx';
import { SignedDialog } from '../kit/confirm-password-dialog.tsx';
import { SignedForm } from '../kit/confirm-password-form.tsx';
import { DialogButton } from '../kit/dialog-button.tsx';
import { TextField } from '../kit/text-field.tsx';
import { QrCode } from './qr-code.tsx';
import { SettingsPart } from './settings-part.tsx';

interface Props {
  own: OwnFactors;
  on: boolean;
  report: (words: string) => void;
}

export function TotpSettings({ own, on, report }: Props) {
  return (
    <SettingsPart title="Authenticator app" state={on ? 'On' : 'Off'} good={on}>
      <p>
        {on ? 'Logging in takes a code from your app.' : 'An app on your phone shows a new code every half minute.'}
      </p>
      <div class="actions">
        {on ? (
          <SignedDialog
            key="off"
            label="Turn off the authenticator app"
            title="Turn off the authenticator app?"
            action="Turn off"
            grave
            work={(password) => own.endTotp(password)}
            done="The authenticator app is turned off."
            report={report}
          >
            <p>Its codes no longer count. You can delete the entry in the app afterwards.</p>
          </SignedDialog>
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
  const begun = useSignal<TotpSetup | null>(null);
  const begin = async (password: string) => {
    begun.value = await own.beginTotp(password);
  };
  const confirm = async (code: string) => {
    await own.confirmTotp(code);
    close();
    report('The authenticator app is on.');
  };
  if (begun.value) return <FirstCode begun={begun.value} onCode={confirm} onCancel={close} />;
  return (
    <SignedForm action="Continue" onSubmit={begin} onCancel={close}>
      <p>You need an app that makes such codes, on your phone or in your password manager. First, your password.</p>
    </SignedForm>
  );
}

interface FirstCodeProps {
  begun: TotpSetup;
  onCode: (code: string) => Promise<void>;
  onCancel: () => void;
}

function FirstCode({ begun: { uri, secret }, onCode, onCancel }: FirstCodeProps) {
  const code = useSignal('');
  return (
    <ActionForm action="Turn on" onSubmit={() => onCode(code.value)} onCancel={onCancel}>
      <p>Scan this with the app, then enter the code it shows.</p>
      <QrCode text={uri} />
      <p class="hint">
        Cannot scan? Type this key into the app: <code>{secret.replace(/.{4}(?=.)/g, '$& ')}</code>
      </p>
      <TextField id="totp-code" label="Code from the app" value={code} autocomplete="one-time-code" digits autofocus />
    </ActionForm>
  );
}
