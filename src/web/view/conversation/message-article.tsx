/** One message: what it quotes, its text, its time, its reactions, and the button to its actions. */
import { useComputed } from '@preact/signals';
import { Ellipsis } from 'lucide';
import type { Row } from '../../model/transcript.ts';
import { Icon } from '../kit/icon.tsx';
import { MessageText } from '../message-text/message-text.tsx';
import { deletedText } from './deleted-text.ts';
import type { MessageActions } from './message-actions.ts';
import { MessageBar } from './message-bar.tsx';
import { messageCommands } from './message-commands.ts';
import { MessageMeta } from './message-meta.tsx';
import { ChangeRefusal, SendRefusal } from './message-refusal.tsx';
import { QuoteLink } from './quote-link.tsx';
import { ReactionChips } from './reaction-chips.tsx';

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
      tabIndex={isStop.value ? 0 : -1}
      aria-labelledby={bubbleId}
    >
      <div class="line">
        <div class="bubble" id={bubbleId}>
          <span class="unseen">{author}: </span>
          {row.reply && <QuoteLink quote={row.reply} actions={actions} />}
          {row.isDeleted ? <p class="body gone">{deletedText}</p> : <MessageText body={row.body} />}
          <MessageMeta row={row} actions={actions} />
        </div>
        <Tools row={row} actions={actions} />
      </div>
      {row.reactions.length > 0 && <ReactionChips row={row} actions={actions} />}
      {row.status === 'failed' && <SendRefusal row={row} change={actions.messenger.change} />}
      {row.changeRefused && <ChangeRefusal row={row} change={actions.messenger.change} />}
    </article>
  );
}

/** The button to the menu, and the bar while the mouse or the focus is on the message. */
function Tools({ row, actions }: { row: Row; actions: MessageActions }) {
  const hasBar = useComputed(() => actions.barOn.value === row.key);
  if (messageCommands(actions, row).length === 0) return null;
  const open = ({ currentTarget }: { currentTarget: Element }) =>
    actions.openMenu(row.key, currentTarget.getBoundingClientRect());
  return (
    // A live region must not announce these buttons.
    <div class="tools" aria-live="off">
      <button
        type="button"
        class="icon-button"
        aria-label="Message actions"
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
