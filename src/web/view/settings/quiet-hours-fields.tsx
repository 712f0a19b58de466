/** The fields of quiet hours: whether there are any, from when, and until when. */
import { useEffect, useRef } from 'preact/hooks';
import type { QuietHours } from '../../../protocol/settings.ts';
import { texts } from '../../texts/texts.ts';
import { announce } from '../kit/announcer.tsx';

interface Props {
  hours: QuietHours | null;
  onChange: (hours: QuietHours | null) => void;
}

const deviceZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function QuietHoursFields({ hours, onChange }: Props) {
  const isAllDay = hours !== null && hours.from === hours.to;
  const wasAllDay = useRef(isAllDay);
  useEffect(() => {
    if (isAllDay && !wasAllDay.current) announce(texts.notifications.quietAllDay());
    wasAllDay.current = isAllDay;
  }, [isAllDay]);
  const toggle = () => onChange(hours ? null : { from: '22:00', to: '07:00', timeZone: deviceZone() });
  return (
    <fieldset class="choices">
      <legend>{texts.notifications.quietHours()}</legend>
      <label class="choice">
        <input type="checkbox" checked={hours !== null} onChange={toggle} />
        {texts.notifications.quietAtNight()}
      </label>
      {hours && (
        <>
          <Time
            label={texts.notifications.from()}
            value={hours.from}
            onChange={(from) => onChange({ ...hours, from })}
          />
          <Time label={texts.notifications.until()} value={hours.to} onChange={(to) => onChange({ ...hours, to })} />
          {isAllDay && <p class="hint">{texts.notifications.quietAllDay()}</p>}
          <p class="hint">{texts.notifications.timeZone({ zone: hours.timeZone })}</p>
        </>
      )}
    </fieldset>
  );
}

function Time({ label, value, onChange }: { label: string; value: string; onChange: (time: string) => void }) {
  return (
    <label class="choice">
      {label}
      <input
        type="time"
        value={value}
        // Empty while the user types.
        onChange={({ currentTarget }) => currentTarget.value !== '' && onChange(currentTarget.value.slice(0, 5))}
        onBlur={({ currentTarget }) => {
          if (currentTarget.value === '') currentTarget.value = value;
        }}
      />
    </label>
  );
}
