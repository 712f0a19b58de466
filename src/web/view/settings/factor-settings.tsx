/** The settings of the second factors: the authenticator app, the passkeys and the recovery codes. */
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { UserSettings } from '../../model/user-settings.ts';
import { texts } from '../../texts/texts.ts';
import { LoadState } from './load-state.tsx';
import { PasskeySettings } from './passkey-settings.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { RecoverySettings } from './recovery-settings.tsx';
import { TotpSettings } from './totp-settings.tsx';

const noMessage = () => '';

export function FactorSettings({ settings }: { settings: UserSettings }) {
  const own = settings.factors;
  const done = useSignal(noMessage);
  const news = useRef<HTMLDivElement>(null);
  /** Shows the message and moves the focus there, because the pressed button may have disappeared. */
  const report = (message: () => string) => {
    done.value = message;
    news.current?.focus();
  };
  const factors = own.factors.value;
  return (
    <>
      <p class="hint">{texts.factors.intro()}</p>
      <div class="news" tabIndex={-1} ref={news}>
        <p role="status" class="done">
          {done.value()}
        </p>
        {own.codes.value.length > 0 && <RecoveryCodes own={own} report={report} />}
      </div>
      <LoadState settings={settings} load={own.load} isLoaded={factors !== null} />
      {factors && (
        <>
          <TotpSettings own={own} on={factors.totp} report={report} />
          <PasskeySettings own={own} passkeys={factors.passkeys} report={report} />
          {own.guarded.value && <RecoverySettings own={own} left={factors.recoveryCodes} report={report} />}
        </>
      )}
    </>
  );
}
