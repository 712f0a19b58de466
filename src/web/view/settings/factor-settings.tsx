/** What is asked for beside the password: an authenticator app, passkeys, and the codes that replace them. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { FactorAdded, Factors, TotpBegun } from '../../../protocol/factor-shapes.ts';
import { WireFailure } from '../../model/wire-failure.ts';
import { factorsHttp } from '../../net/factors-http.ts';
import { PasswordField } from '../password-field.tsx';
import { TextField } from '../text-field.tsx';
import { dayAndTime } from '../time-text.ts';
import { QrCode } from './qr-code.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { SettingsForm } from './settings-form.tsx';

const none: Factors = { totp: false, passkeys: [], recoveryCodes: 0 };

export function FactorSettings() {
  const factors = useSignal(none);
  const begun = useSignal<TotpBegun | null>(null);
  const codes = useSignal<readonly string[]>([]);
  const password = useSignal('');
  const code = useSignal('');
  const name = useSignal('');
  const failure = useSignal('');

  const refresh = async () => {
    factors.value = await factorsHttp.all();
  };
  useEffect(() => {
    void refresh().catch(() => {});
  }, []);
  /** Runs what the password allows, tells why it did not work, and shows what there is now. */
  const attempt = (work: (password: string) => Promise<Partial<FactorAdded> | undefined>) => async () => {
    failure.value = '';
    try {
      const done = await work(password.value);
      codes.value = done?.recoveryCodes ?? codes.value;
      await refresh();
    } catch (error) {
      failure.value = WireFailure.from(error).message;
    }
  };
  const begin = attempt(async (secret) => {
    begun.value = await factorsHttp.beginTotp(secret);
    return undefined;
  });
  const confirm = async () => {
    codes.value = (await factorsHttp.confirmTotp(code.value)).recoveryCodes ?? [];
    begun.value = null;
    code.value = '';
    await refresh();
  };
  const { totp, passkeys, recoveryCodes } = factors.value;
  const button = (label: string, work: () => Promise<void>) => (
    <button type="button" class="plain" onClick={work}>
      {label}
    </button>
  );
  return (
    <>
      <p>
        With an authenticator app or a passkey, your password alone no longer lets anybody in. Every change signs out
        your other devices.
      </p>
      {failure.value && (
        <p role="alert" class="refusal">
          {failure.value}
        </p>
      )}
      <PasswordField id="factor-password" label="Confirm it is you" value={password} autocomplete="current-password" />
      <TextField id="passkey-name" label="Name of the passkey" value={name} autocomplete="off" />
      <p class="settings-actions">
        {button(
          'Add a passkey',
          attempt((secret) => factorsHttp.addPasskey(name.value || 'Passkey', secret)),
        )}
        {!totp && button('Set up an authenticator app', begin)}
        {totp && button('Turn off the authenticator app', attempt(factorsHttp.endTotp))}
        {recoveryCodes > 0 && button('New recovery codes', attempt(factorsHttp.newCodes))}
      </p>
      {begun.value && (
        <SettingsForm action="Turn on" done="" onSubmit={confirm}>
          <QrCode text={begun.value.uri} />
          <p>
            Scan this, or type <code>{begun.value.secret}</code> into the app. Then enter the code it shows.
          </p>
          <TextField id="totp-code" label="Code from the app" value={code} autocomplete="one-time-code" autofocus />
        </SettingsForm>
      )}
      {codes.value.length > 0 && <RecoveryCodes codes={codes.value} />}
      {totp && <p>An authenticator app is set up.</p>}
      {passkeys.length > 0 && (
        <ul class="devices" aria-label="Passkeys">
          {passkeys.map(({ id, name: called, lastUsedAt }) => (
            <li key={id} class="device">
              <span class="device-text">
                {called} · {lastUsedAt ? `used ${dayAndTime(new Date(lastUsedAt))}` : 'not used yet'}
              </span>
              {button(
                `Remove ${called}`,
                attempt((secret) => factorsHttp.removePasskey(id, secret)),
              )}
            </li>
          ))}
        </ul>
      )}
      {recoveryCodes > 0 && <p class="hint">{recoveryCodes} recovery codes left.</p>}
    </>
  );
}
