/** Lists the devices on which the user is signed in, and signs the others out. */
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { deviceName } from '../../model/device-name.ts';
import type { Devices } from '../../model/devices.ts';
import type { UserSettings } from '../../model/user-settings.ts';
import { texts } from '../../texts/texts.ts';
import { DeviceItem } from './device-item.tsx';
import { LoadState } from './load-state.tsx';

const noMessage = () => '';

export function DeviceSettings({ settings }: { settings: UserSettings }) {
  const { devices } = settings;
  const done = useSignal(noMessage);
  const list = useRef<HTMLUListElement>(null);
  const report = async (work: Promise<boolean>, message: () => string) => {
    done.value = noMessage;
    if (!(await work)) return;
    done.value = message;
    // The pressed button has disappeared and has lost the focus.
    list.current?.focus();
  };
  return (
    <>
      <DeviceState settings={settings} />
      {/* biome-ignore lint/a11y/noRedundantRoles: without it Safari takes a list without bullets for no list. */}
      <ul role="list" class="devices" aria-label={texts.settings.devices()} tabIndex={-1} ref={list}>
        {devices.sessions.value?.map((session) => (
          <DeviceItem
            key={session.id}
            session={session}
            onEnd={() =>
              report(devices.end(session.id), () =>
                texts.settings.deviceSignedOut({ device: deviceName(session.userAgent) }),
              )
            }
          />
        ))}
      </ul>
      <div class="actions">
        <EndOthers
          devices={devices}
          onEnd={() => report(devices.endOthers(), () => texts.settings.othersSignedOut())}
        />
        <p role="status" class="done">
          {done.value()}
        </p>
      </div>
    </>
  );
}

function DeviceState({ settings }: { settings: UserSettings }) {
  const { load, sessions, failure } = settings.devices;
  return (
    <>
      <LoadState settings={settings} load={load} isLoaded={sessions.value !== null} />
      {failure.value && (
        <p role="alert" class="refusal">
          {failure.value}
        </p>
      )}
    </>
  );
}

function EndOthers({ devices: { others }, onEnd }: { devices: Devices; onEnd: () => void }) {
  if (others.value.length < 2) return null;
  return (
    <button type="button" class="plain" onClick={onEnd}>
      {texts.settings.signOutOthers()}
    </button>
  );
}
