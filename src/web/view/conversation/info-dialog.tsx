/** When an own message was sent, delivered and read. */
import { Check } from 'lucide';
import { messageLine } from '../../model/message-line.ts';
import type { Row } from '../../model/transcript.ts';
import { texts } from '../../texts/texts.ts';
import { Icon } from '../kit/icon.tsx';
import { fullTime } from '../kit/time-text.ts';
import type { MessageDialogProps } from './delete-dialog.tsx';
import { FetchedDialog } from './fetched-dialog.tsx';

type Step = 'sent' | 'delivered' | 'read';

const names: Record<Step, () => string> = {
  sent: () => texts.conversation.sent(),
  delivered: () => texts.conversation.delivered(),
  read: () => texts.conversation.read(),
};
const order = ['sent', 'delivered', 'read'];

export function InfoDialog({ row, actions, onClose }: MessageDialogProps) {
  // A room does not tell who has read what.
  const isAlone = actions.isOwn || actions.isRoom;
  const fetch = () => actions.messenger.details.info(actions.conversation.peer, row.seq ?? 0);
  return (
    <FetchedDialog title={texts.message.info()} fetch={fetch} onClose={onClose}>
      {(info) => (
        <>
          <p class="excerpt" dir="auto">
            {messageLine(row)}
          </p>
          <ol class="steps">
            <InfoStep step="sent" at={info.sentAt} row={row} />
            {!isAlone && <InfoStep step="delivered" at={info.deliveredAt} row={row} />}
            {!isAlone && <InfoStep step="read" at={info.readAt} row={row} />}
          </ol>
        </>
      )}
    </FetchedDialog>
  );
}

function InfoStep({ step, at, row }: { step: Step; at: string | null; row: Row }) {
  const isReached = at !== null || order.indexOf(row.status ?? 'sent') >= order.indexOf(step);
  return (
    <li class={isReached ? 'step' : 'step is-open'}>
      <span class="step-sign">{isReached && <Icon of={Check} />}</span>
      <div>
        <p class="step-name">{names[step]()}</p>
        {at === null ? (
          <p class="hint">{isReached ? texts.message.atUnknownTime() : texts.message.notYet()}</p>
        ) : (
          <time dateTime={at}>{fullTime(new Date(at))}</time>
        )}
      </div>
    </li>
  );
}
