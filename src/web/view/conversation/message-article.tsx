/** One message: its text, its time, and the delivery mark of an own message. */
import type { MessageChanges } from '../../model/message-changes.ts';
import type { Row } from '../../model/transcript.ts';
import { clockTime, fullTime } from '../kit/time-text.ts';
import { MessageText } from '../message-text/message-text.tsx';
import { DeliveryMark } from './delivery-mark.tsx';
import { refusalText } from './refusal-text.ts';

/** Stands in the place of a deleted message. */
export const deletedText = 'Message deleted';

interface Props {
  row: Row;
  author: string;
  change: MessageChanges;
}

export function MessageArticle({ row, author, change }: Props) {
  const classes = ['message', row.mine ? 'own' : 'peers', row.startsGroup ? 'first' : '', row.status ?? ''];
  return (
    <article class={classes.filter(Boolean).join(' ')}>
      <div class="bubble">
        <span class="unseen">{author}: </span>
        {row.isDeleted ? <p class="body gone">{deletedText}</p> : <MessageText body={row.body} />}
        <p class="meta">
          <time dateTime={row.at.toISOString()} title={fullTime(row.at)}>
            {clockTime(row.at)}
          </time>
          {row.status && <DeliveryMark mark={row.status} />}
        </p>
      </div>
      {row.status === 'failed' && (
        <p class="failure">
          Not sent. {refusalText(row.refused)}
          <button type="button" class="plain" onClick={() => change.retry(row)}>
            Try again
          </button>
          <button type="button" class="plain" onClick={() => change.discard(row)}>
            Discard
          </button>
        </p>
      )}
    </article>
  );
}
