/** Shows one device: its name, its address, when it was last used, and whether it is this one. */
import type { Session } from '../../../protocol/shapes.ts';
import { deviceName, plainAddress } from '../../model/device-name.ts';
import { dayAndTime, fullTime } from '../kit/time-text.ts';

export function DeviceItem({ session, onEnd }: { session: Session; onEnd: () => void }) {
  const { current, createdAt, lastUsedAt, ip, userAgent } = session;
  const name = deviceName(userAgent);
  const used = new Date(lastUsedAt);
  return (
    <li class="device">
      <div class="device-text">
        <strong title={userAgent}>{name}</strong>
        {current && <span class="this-device">This device</span>}
        <p class="hint">
          {ip && `${plainAddress(ip)} · `}
          last used{' '}
          <time dateTime={lastUsedAt} title={fullTime(used)}>
            {dayAndTime(used)}
          </time>
          , signed in <time dateTime={createdAt}>{dayAndTime(new Date(createdAt))}</time>
        </p>
      </div>
      {!current && (
        <button
          type="button"
          class="plain"
          aria-label={`Sign out ${name}, last used ${dayAndTime(used)}`}
          onClick={onEnd}
        >
          Sign out
        </button>
      )}
    </li>
  );
}
