/** Lists the passkeys, adds and removes them. */
import { useMemo } from 'preact/hooks';
import type { PasskeyItem } from '../../../protocol/factor-shapes.ts';
import { limits } from '../../../protocol/limits.ts';
import { deviceName } from '../../model/device-name.ts';
import { NewPasskey } from '../../model/new-passkey.ts';
import type { OwnFactors } from '../../model/own-factors.ts';
import { texts } from '../../texts/texts.ts';
import { DialogButton } from '../kit/dialog-button.tsx';
import { newDisplayNameFault } from '../kit/field-rules.ts';
import { passkeysWork } from '../kit/passkeys-work.ts';
import { TextField } from '../kit/text-field.tsx';
import { dayAndTime } from '../kit/time-text.ts';
import { ConfirmPasswordDialog } from './confirm-password-dialog.tsx';
import { ConfirmPasswordForm } from './confirm-password-form.tsx';
import { SettingsPart } from './settings-part.tsx';

interface Props {
  own: OwnFactors;
  passkeys: readonly PasskeyItem[];
  report: (message: () => string) => void;
}

export function PasskeySettings({ own, passkeys, report }: Props) {
  const none = passkeys.length === 0;
  return (
    <SettingsPart
      title={texts.factors.passkeys()}
      state={texts.factors.passkeyCount({ count: passkeys.length })}
      good={!none}
    >
      <p>{texts.factors.passkeysWork()}</p>
      {!none && (
        // biome-ignore lint/a11y/noRedundantRoles: without it Safari takes a list without bullets for no list.
        <ul role="list" class="devices" aria-label={texts.factors.passkeys()}>
          {passkeys.map((passkey) => (
            <PasskeyRow key={passkey.id} own={own} passkey={passkey} report={report} />
          ))}
        </ul>
      )}
      <div class="actions">
        {passkeysWork() ? (
          <DialogButton label={texts.factors.addPasskey()} title={texts.factors.addPasskey()}>
            {(close) => <NewPasskeyForm own={own} close={close} report={report} />}
          </DialogButton>
        ) : (
          <p class="hint">{texts.factors.passkeysNeed()}</p>
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
    report(() => texts.factors.passkeyAdded({ name }));
  };
  return (
    <ConfirmPasswordForm
      action={texts.factors.proceed()}
      onSubmit={add}
      onCancel={close}
      check={() => ({
        'passkey-name': passkey.name.peek().trim() === '' ? '' : newDisplayNameFault(passkey.name.peek()),
      })}
      places={{
        name: { field: 'passkey-name' },
        conflict: { text: texts.factors.passkeysFull() },
        forbidden: { text: texts.factors.passkeyFailed() },
      }}
    >
      <p>{texts.factors.browserAsks()}</p>
      <TextField
        id="passkey-name"
        label={texts.factors.passkeyName()}
        value={passkey.name}
        hint={texts.factors.passkeyNameHint({ max: limits.displayNameMaxLength })}
        autocomplete="off"
        autofocus
      />
    </ConfirmPasswordForm>
  );
}

interface RowProps {
  own: OwnFactors;
  passkey: PasskeyItem;
  report: (message: () => string) => void;
}

function PasskeyRow({ own, passkey: { id, name, createdAt, lastUsedAt }, report }: RowProps) {
  const added = dayAndTime(new Date(createdAt));
  return (
    <li class="device">
      <div class="device-text">
        <strong dir="auto">{name}</strong>
        <p class="hint">
          {lastUsedAt
            ? texts.factors.passkeyUse({ added, used: dayAndTime(new Date(lastUsedAt)) })
            : texts.factors.passkeyUnused({ added })}
        </p>
      </div>
      <ConfirmPasswordDialog
        label={texts.factors.remove()}
        fullLabel={texts.factors.removePasskey({ name })}
        title={texts.factors.removePasskeyTitle({ name })}
        action={texts.factors.remove()}
        grave
        work={(password) => own.removePasskey(id, password)}
        done={() => texts.factors.passkeyRemoved({ name })}
        report={report}
      >
        <p>{texts.factors.passkeyStops()}</p>
      </ConfirmPasswordDialog>
    </li>
  );
}
