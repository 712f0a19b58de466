/** Where one is signed in, and how to sign out elsewhere. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { deviceName } from '../../model/device-name.ts';
import { DeviceItem } from './device-item.tsx';
import { ownDevices } from './own-devices.ts';

export function DeviceSettings() {
  const { sessions, others, failure } = ownDevices;
  const done = useSignal('');
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    sessions.value = null;
    void ownDevices.refresh();
  }, [sessions]);
  const report = async (work: Promise<boolean>, words: string) => {
    done.value = '';
    if (!(await work)) return;
    done.value = words;
    // The button that was pressed is gone.
    list.current?.focus();
  };
  return (
    <>
      {failure.value && (
        <p role="alert" class="refusal">
          {failure.value}
        </p>
      )}
      {sessions.value === null && failure.value === '' && <p class="hint">Loading…</p>}
      {/* biome-ignore lint/a11y/noRedundantRoles: without it Safari takes a list without bullets for no list. */}
      <ul role="list" class="devices" aria-label="Devices" tabIndex={-1} ref={list}>
        {sessions.value?.map((session) => (
          <DeviceItem
            key={session.id}
            session={session}
            onEnd={() => report(ownDevices.end(session.id), `${deviceName(session.userAgent)} is signed out.`)}
          />
        ))}
      </ul>
      <div class="actions">
        {others.value.length > 1 && (
          <button
            type="button"
            class="plain"
            onClick={() => report(ownDevices.endOthers(), 'Every other device is signed out.')}
          >
            Sign out every other device
          </button>
        )}
        <p role="status" class="done">
          {done.value}
        </p>
      </div>
    </>
  );
}
