/** What is asked for beside the password: an authenticator app, passkeys, and the codes that stand in for them. */
import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { OwnFactors } from '../../model/own-factors.ts';
import { factorsHttp } from '../../net/factors-http.ts';
import { ownDevices } from './own-devices.ts';
import { PasskeySettings } from './passkey-settings.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { RecoverySettings } from './recovery-settings.tsx';
import { TotpSettings } from './totp-settings.tsx';

export function FactorSettings() {
  const own = useMemo(() => new OwnFactors(factorsHttp, () => void ownDevices.refresh()), []);
  const done = useSignal('');
  const news = useRef<HTMLDivElement>(null);
  useEffect(() => void own.refresh(), [own]);
  /** Says what was done, and leads there: the button that was pressed may be gone. */
  const report = (words: string) => {
    done.value = words;
    news.current?.focus();
  };
  const factors = own.factors.value;
  return (
    <>
      <p class="hint">
        With one of these, your password alone lets nobody in. Every change here signs out your other devices.
      </p>
      {own.failure.value && (
        <p role="alert" class="refusal">
          {own.failure.value}
        </p>
      )}
      <div class="news" tabIndex={-1} ref={news}>
        <p role="status" class="done">
          {done.value}
        </p>
        {own.codes.value.length > 0 && <RecoveryCodes own={own} report={report} />}
      </div>
      {factors === null && own.failure.value === '' && <p class="hint">Loading…</p>}
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
