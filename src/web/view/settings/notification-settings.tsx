/** The settings of notifications: on this device, and what they show on every device. */
import { useSignal } from '@preact/signals';
import type { Settings, SettingsPart } from '../../../protocol/settings.ts';
import { failureText } from '../../model/failure-text.ts';
import type { DeviceState } from '../../model/notices/device-notices.ts';
import type { NoticeCenter } from '../../model/notices/notice-center.ts';
import { texts } from '../../texts/texts.ts';
import { useSession } from '../kit/page-context.ts';
import { QuietHoursFields } from './quiet-hours-fields.tsx';

type Notifications = Settings['notifications'];

const previews: readonly { value: Notifications['preview']; label: () => string }[] = [
  { value: 'full', label: () => texts.notifications.showsAll() },
  { value: 'sender', label: () => texts.notifications.showsSender() },
  { value: 'none', label: () => texts.notifications.showsNothing() },
];

export function NotificationSettings() {
  const notices = useSession().notices.value;
  const settings = notices?.preferences.settings.value;
  if (!notices || !settings) return <p class="hint">{texts.settings.loading()}</p>;
  return <Fields notices={notices} settings={settings} />;
}

function Fields({ notices, settings }: { notices: NoticeCenter; settings: Settings }) {
  const { preview, sound, quietHours } = settings.notifications;
  const failure = useSignal('');
  const attempt = async (work: Promise<void>) => {
    failure.value = '';
    await work.catch((error) => (failure.value = failureText(error)));
  };
  const save = (part: NonNullable<SettingsPart['notifications']>) =>
    void attempt(notices.preferences.save({ notifications: part }));
  return (
    <div class="action-form">
      <OnThisDevice
        state={notices.state.value}
        onTurnOn={() => attempt(notices.turnOn())}
        onTurnOff={() => attempt(notices.turnOff())}
      />
      <Previews preview={preview} onChange={(value) => save({ preview: value })} />
      <label class="choice">
        <input type="checkbox" checked={sound} onChange={() => save({ sound: !sound })} />
        {texts.notifications.playSound()}
      </label>
      <QuietHoursFields hours={quietHours} onChange={(hours) => save({ quietHours: hours })} />
      {failure.value && (
        <p role="alert" class="refusal">
          {failure.value}
        </p>
      )}
    </div>
  );
}

interface PreviewProps {
  preview: Notifications['preview'];
  onChange: (preview: Notifications['preview']) => void;
}

function Previews({ preview, onChange }: PreviewProps) {
  return (
    <fieldset class="choices">
      <legend>{texts.notifications.shows()}</legend>
      {previews.map(({ value, label }) => (
        <label key={value} class="choice">
          <input
            type="radio"
            name="preview"
            value={value}
            checked={preview === value}
            onChange={() => onChange(value)}
          />
          {label()}
        </label>
      ))}
    </fieldset>
  );
}

const states: Record<DeviceState, () => string> = {
  unsupported: () => texts.notifications.unsupported(),
  blocked: () => texts.notifications.blocked(),
  off: () => texts.notifications.off(),
  on: () => texts.notifications.on(),
};

function OnThisDevice(props: { state: DeviceState; onTurnOn: () => void; onTurnOff: () => void }) {
  const { state, onTurnOn, onTurnOff } = props;
  return (
    <div class="settings-pair">
      <p role="status">{states[state]()}</p>
      {state === 'off' && (
        <button type="button" class="outlined" onClick={onTurnOn}>
          {texts.notifications.turnOn()}
        </button>
      )}
      {state === 'on' && (
        <button type="button" class="plain" onClick={onTurnOff}>
          {texts.notifications.turnOff()}
        </button>
      )}
    </div>
  );
}
