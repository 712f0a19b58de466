/** Lists the devices on which the user is signed in, and signs the others out. */
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { deviceName } from '../../model/device-name.ts';
import type { Devices } from '../../model/devices.ts';
import type { UserSettings } from '../../model/user-settings.ts';
import { DeviceItem } from './device-item.tsx';

export function DeviceSettings({ settings: { devices } }: { settings: UserSettings }) {
  const { sessions } = devices;
  const done = useSignal('');
  const list = useRef<HTMLUListElement>(null);
  const report = async (work: Promise<boolean>, message: string) => {
    done.value = '';
    if (!(await work)) return;
    done.value = message;
    // The pressed button has disappeared and has lost the focus.
    list.current?.focus();
  };
  return (
    <>
      <LoadState devices={devices} />
      {/* biome-ignore lint/a11y/noRedundantRoles: without it Safari takes a list without bullets for no list. */}
      <ul role="list" class="devices" aria-label="Devices" tabIndex={-1} ref={list}>
        {sessions.value?.map((session) => (
          <DeviceItem
            key={session.id}
            session={session}
            onEnd={() => report(devices.end(session.id), `${deviceName(session.userAgent)} is signed out.`)}
          />
        ))}
      </ul>
      <div class="actions">
        <EndOthers devices={devices} onEnd={() => report(devices.endOthers(), 'Every other device is signed out.')} />
        <p role="status" class="done">
          {done.value}
        </p>
      </div>
    </>
  );
}

function LoadState({ devices: { sessions, failure } }: { devices: Devices }) {
  if (failure.value) {
    return (
      <p role="alert" class="refusal">
        {failure.value}
      </p>
    );
  }
  return sessions.value === null ? <p class="hint">Loading…</p> : null;
}

function EndOthers({ devices: { others }, onEnd }: { devices: Devices; onEnd: () => void }) {
  if (others.value.length < 2) return null;
  return (
    <button type="button" class="plain" onClick={onEnd}>
      Sign out every other device
    </button>
  );
}
