/** One message: what it quotes, its text, its time, its reactions, and the button to its actions. */
import { useComputed } from '@preact/signals';
import { Ellipsis } from 'lucide';
import type { Row } from '../../model/transcript.ts';
import { texts } from '../../texts/texts.ts';
import { Icon } from '../kit/icon.tsx';
import { later } from '../kit/later.tsx';
import { MessageText } from '../message-text/message-text.tsx';
import { RoomAuthor } from '../rooms/late-rooms.ts';
import type { MessageActions } from './message-actions.ts';
import { MessageMeta } from './message-meta.tsx';
import { QuoteLink } from './quote-link.tsx';
import { ReactionChips } from './reaction-chips.tsx';

/** Above the message under the mouse or with the focus. */
export const MessageBar = later(async () => (await import('./message-bar.tsx')).MessageBar, { preload: true });

const MessageFiles = later(async () => (await import('../files/message-files.tsx')).MessageFiles, { preload: true });

const SendRefusal = later(async () => (await import('./message-refusal.tsx')).SendRefusal, { preload: true });
const ChangeRefusal = later(async () => (await import('./message-refusal.tsx')).ChangeRefusal, { preload: true });

interface Props {
  row: Row;
  author: string;
  actions: MessageActions;
}

export function MessageArticle({ row, author, actions }: Props) {
  const { key } = row;
  const isStop = useComputed(() => actions.stop.value === key);
  const classes = ['message', row.mine ? 'own' : 'peers', row.startsGroup ? 'first' : '', row.status ?? ''];
  const bubbleId = `bubble/${key}`;
  return (
    <article
      class={classes.filter(Boolean).join(' ')}
      data-key={key}
      data-seq={row.seq ?? undefined}
      tabIndex={isStop.value ? 0 : -1}
      aria-labelledby={bubbleId}
    >
      {actions.isRoom && !row.mine && row.startsGroup && <RoomAuthor from={row.from} actions={actions} />}
      <div class="line">
        <div class="bubble" id={bubbleId}>
          <span class="unseen">{texts.conversation.author({ name: author })}</span>
          {row.reply && <QuoteLink quote={row.reply} actions={actions} />}
          {row.isDeleted ? (
            <p class="body gone">{texts.conversation.messageDeleted()}</p>
          ) : (
            <>
              {row.files.length > 0 && <MessageFiles row={row} actions={actions} />}
              {row.body !== '' && <MessageText body={row.body} me={actions.isRoom && actions.messenger.me} />}
            </>
          )}
          <MessageMeta row={row} actions={actions} />
        </div>
        <Tools row={row} actions={actions} />
      </div>
      {row.reactions.length > 0 && <ReactionChips row={row} actions={actions} />}
      {row.status === 'failed' && <SendRefusal row={row} actions={actions} />}
      {row.changeRefused && <ChangeRefusal row={row} actions={actions} />}
    </article>
  );
}

/** The button to the menu, and the bar while the mouse or the focus is on the message. */
function Tools({ row, actions }: { row: Row; actions: MessageActions }) {
  const hasBar = useComputed(() => actions.barOn.value === row.key);
  if (!hasCommands(actions, row)) return null;
  const open = ({ currentTarget }: { currentTarget: Element }) =>
    actions.openMenu(row.key, currentTarget.getBoundingClientRect());
  return (
    <div class="tools">
      <button
        type="button"
        class="icon-button"
        aria-label={texts.conversation.messageActions()}
        aria-haspopup="menu"
        tabIndex={-1}
        onClick={open}
      >
        <Icon of={Ellipsis} />
      </button>
      {hasBar.value && !actions.blocked && row.seq !== null && <MessageBar row={row} actions={actions} />}
    </div>
  );
}

/** Whether the menu has an entry: in a blocked conversation, a peer's message can only be copied. */
function hasCommands({ blocked }: MessageActions, { mine, isDeleted, body }: Row): boolean {
  return !isDeleted && (mine || body !== '' || !blocked);
}
