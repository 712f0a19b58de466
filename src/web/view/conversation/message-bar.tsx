/** The bar above a message under the mouse or with the focus: six quick reactions, all reactions, and Reply. */
import { SmilePlus } from 'lucide';
import type { Row } from '../../model/transcript.ts';
import { texts } from '../../texts/texts.ts';
import { Icon } from '../kit/icon.tsx';
import type { MessageActions } from './message-actions.ts';
import { QuickReactions } from './quick-reaction-row.tsx';
import { replyIcon } from './reply-icon.ts';
import './message-bar.css';

export function MessageBar({ row, actions }: { row: Row; actions: MessageActions }) {
  return (
    <div class="bar" role="toolbar" aria-label={texts.message.quickActions()}>
      <QuickReactions row={row} actions={actions} tabIndex={-1} />
      <button
        type="button"
        class="icon-button"
        aria-label={texts.message.otherReaction()}
        title={texts.message.react()}
        tabIndex={-1}
        onClick={() => (actions.picker.value = row.key)}
      >
        <Icon of={SmilePlus} />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={texts.message.replyToThis()}
        title={texts.message.reply()}
        tabIndex={-1}
        onClick={() => actions.reply(row)}
      >
        <Icon of={replyIcon()} />
      </button>
    </div>
  );
}
