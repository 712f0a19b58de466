/** The single status line of the page: connection state and typing users. */
import type { Messenger } from '../../model/messenger.ts';
import type { Status } from '../../model/status-line.ts';
import { texts } from '../../texts/texts.ts';
import { isOnline } from '../kit/online.ts';
import { usePage } from '../kit/page-context.ts';
import { TypingLine } from './late-typing-line.ts';

export function StatusBar({ messenger }: { messenger: Messenger }) {
  const obstacle = usePage().account.obstacle.value;
  const status: Status = obstacle ? { kind: 'lost' } : messenger.status.value;
  return (
    <p role="status" class={`status is-${status.kind}`}>
      {status.kind === 'typing' ? (
        <TypingLine typists={status.typists} hasDots />
      ) : (
        status.kind !== 'quiet' && <span>{obstacle || textOf(status.kind)}</span>
      )}
    </p>
  );
}

function textOf(kind: Status['kind']): string {
  if (kind === 'back') return texts.app.connectedAgain();
  return isOnline.value ? texts.app.connectionLost() : texts.app.deviceOffline();
}
