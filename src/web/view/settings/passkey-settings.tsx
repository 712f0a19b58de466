/** Lists the passkeys, adds and removes them. */
import { useMemo } from 'preact/hooks';
import type { PasskeyItem } from '../../../protocol/factor-shapes.ts';
import { limits } from '../../../protocol/limits.ts';
import { deviceName } from '../../model/device-name.ts';
import { NewPasskey } from '../../model/new-passkey.ts';
import type { OwnFactors } from '../../model/own-factors.ts';
import { DialogButton } from '../kit/dialog-button.tsx';
import { usePage } from '../kit/page-context.ts';
import { TextField } from '../kit/text-field.tsx';
import { dayAndTime } from '../kit/time-text.ts';
import { ConfirmPasswordDialog } from './confirm-password-dialog.tsx';
import { ConfirmPasswordForm } from './confirm-password-form.tsx';
import { SettingsPart } from './settings-part.tsx';

interface Props {
  own: OwnFactors;
  passkeys: readonly PasskeyItem[];
  report: (message: string) => void;
}

export function PasskeySettings({ own, passkeys, report }: Props) {
  const none = passkeys.length === 0;
  const { passkeysWork } = usePage();
  return (
    <SettingsPart title="Passkeys" state={none ? 'None' : `${passkeys.length}`} good={!none}>
      <p>Log in with your fingerprint, your face or the lock of your device; with or without your password.</p>
      {!none && (
        // biome-ignore lint/a11y/noRedundantRoles: without it Safari takes a list without bullets for no list.
        <ul role="list" class="devices" aria-label="Passkeys">
          {passkeys.map((passkey) => (
            <PasskeyRow key={passkey.id} own={own} passkey={passkey} report={report} />
          ))}
        </ul>
      )}
      <div class="actions">
        {passkeysWork ? (
          <DialogButton label="Add a passkey" title="Add a passkey">
            {(close) => <NewPasskeyForm own={own} close={close} report={report} />}
          </DialogButton>
        ) : (
          <p class="hint">Passkeys need a browser that supports them, and an address that starts with https.</p>
        )}
      </div>
    </SettingsPart>
  );
}

function NewPasskeyForm({ own, close, report }: Omit<Props, 'passkeys'> & { close: () => void }) {
  const passkey = useMemo(() => new NewPasskey(own, deviceName(navigator.userAgent)), [own]);
  const add = async (password: string) => {
    const name = await passkey.add(password);
    close();
    report(`The passkey “${name}” is added.`);
  };
  return (
    <ConfirmPasswordForm action="Continue" onSubmit={add} onCancel={close}>
      <p>Your browser will ask how to confirm that it is you.</p>
      <TextField
        id="passkey-name"
        label="Name of the passkey"
        value={passkey.name}
        hint={`To tell it from others: up to ${limits.displayNameMaxLength} characters.`}
        autocomplete="off"
        autofocus
      />
    </ConfirmPasswordForm>
  );
}

interface RowProps {
  own: OwnFactors;
  passkey: PasskeyItem;
  report: (message: string) => void;
}

function PasskeyRow({ own, passkey: { id, name, createdAt, lastUsedAt }, report }: RowProps) {
  return (
    <li class="device">
      <div class="device-text">
        <strong dir="auto">{name}</strong>
        <p class="hint">
          Added {dayAndTime(new Date(createdAt))},{' '}
          {lastUsedAt ? `last used ${dayAndTime(new Date(lastUsedAt))}` : 'not used yet'}
        </p>
      </div>
      <ConfirmPasswordDialog
        label="Remove"
        fullLabel={`Remove ${name}`}
        title={`Remove the passkey “${name}”?`}
        action="Remove"
        grave
        work={(password) => own.removePasskey(id, password)}
        done={`The passkey “${name}” is removed.`}
        report={report}
      >
        <p>It no longer lets you in. You can delete it on your device afterwards.</p>
      </ConfirmPasswordDialog>
    </li>
  );
}
