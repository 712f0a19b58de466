/** The small print of a message: pin, edit, time, and the delivery mark of an own message. */
import { Clock, Pin } from 'lucide';
import type { Row } from '../../model/transcript.ts';
import { texts } from '../../texts/texts.ts';
import { Icon } from '../kit/icon.tsx';
import { clockTime, fullTime } from '../kit/time-text.ts';
import { DeliveryMark } from './delivery-mark.tsx';
import type { MessageActions } from './message-actions.ts';

export function MessageMeta({ row, actions }: { row: Row; actions: MessageActions }) {
  const { status } = row;
  // Notes to oneself are neither delivered nor read.
  const mark = actions.isOwn && status !== 'sending' && status !== 'failed' ? null : status;
  return (
    <p class="meta">
      {row.pinned && !row.isDeleted && (
        <span class="sign" title={texts.conversation.pinned()}>
          <Icon of={Pin} />
          <span class="unseen">{texts.conversation.pinned()}</span>
        </span>
      )}
      {row.edited && !row.isDeleted && (
        <button
          type="button"
          class="edited"
          aria-haspopup="dialog"
          tabIndex={-1}
          onClick={() => (actions.dialog.value = { kind: 'versions', row })}
        >
          {texts.conversation.edited()}
        </button>
      )}
      <time dateTime={row.at.toISOString()} title={fullTime(row.at)}>
        {clockTime(row.at)}
      </time>
      {row.waiting && status !== 'sending' && (
        <span class="sign" title={texts.conversation.savingChange()}>
          <Icon of={Clock} />
          <span class="unseen">{texts.conversation.savingChange()}</span>
        </span>
      )}
      {mark && <DeliveryMark mark={mark} />}
    </p>
  );
}
