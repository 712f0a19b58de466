/** Shows one device: its name, its address, when it was last used, and whether it is this one. */
import type { Session } from '../../../protocol/shapes.ts';
import { deviceName } from '../../model/device-name.ts';
import { texts } from '../../texts/texts.ts';
import { Sentence } from '../kit/sentence.tsx';
import { dayAndTime, fullTime } from '../kit/time-text.ts';

export function DeviceItem({ session, onEnd }: { session: Session; onEnd: () => void }) {
  const { current, lastUsedAt, userAgent } = session;
  const name = deviceName(userAgent);
  return (
    <li class="device">
      <div class="device-text">
        <strong title={userAgent}>{name}</strong>
        {current && <span class="this-device">{texts.settings.thisDevice()}</span>}
        <DeviceUse session={session} />
      </div>
      {!current && (
        <button
          type="button"
          class="plain"
          aria-label={texts.settings.signOutDevice({ device: name, used: dayAndTime(new Date(lastUsedAt)) })}
          onClick={onEnd}
        >
          {texts.settings.signOut()}
        </button>
      )}
    </li>
  );
}

function DeviceUse({ session: { createdAt, lastUsedAt, ip } }: { session: Session }) {
  const used = new Date(lastUsedAt);
  const times = {
    used: (
      <time dateTime={lastUsedAt} title={fullTime(used)}>
        {dayAndTime(used)}
      </time>
    ),
    signedIn: <time dateTime={createdAt}>{dayAndTime(new Date(createdAt))}</time>,
  };
  return (
    <p class="hint">
      {ip && (
        <>
          <bdi>{ip}</bdi> ·{' '}
        </>
      )}
      <Sentence of={texts.settings.deviceUse} elements={times} />
    </p>
  );
}
