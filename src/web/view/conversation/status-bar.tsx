/** The single status line of the page: connection state and typing users. */
import type { Messenger } from '../../model/messenger.ts';
import type { Status } from '../../model/status-line.ts';
import { texts } from '../../texts/texts.ts';
import { isOnline } from '../kit/online.ts';
import { usePage } from '../kit/page-context.ts';
import { TypingLine } from './late-typing-line.ts';

export function StatusBar({ messenger }: { messenger: Messenger }) {
  const obstacle = usePage().account.obstacle.value;
  const status: Status = obstacle === '' ? messenger.status.value : { kind: 'lost' };
  return (
    <p role="status" class={`status is-${status.kind}`}>
      {status.kind === 'typing' && (
        <span class="dots" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
      )}
      {status.kind !== 'quiet' && <span>{obstacle || <StatusText {...status} />}</span>}
    </p>
  );
}

function StatusText({ kind, typists }: Status) {
  if (kind === 'typing') return <TypingLine typists={typists} />;
  if (kind === 'back') return <>{texts.app.connectedAgain()}</>;
  return <>{isOnline.value ? texts.app.connectionLost() : texts.app.deviceOffline()}</>;
}
