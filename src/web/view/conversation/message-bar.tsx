/** The bar above a message under the mouse or with the focus: six quick reactions, all reactions, and Reply. */
import { Reply, SmilePlus } from 'lucide';
import type { Row } from '../../model/transcript.ts';
import { Icon } from '../kit/icon.tsx';
import type { MessageActions } from './message-actions.ts';
import { QuickReactions } from './quick-reaction-row.tsx';

export function MessageBar({ row, actions }: { row: Row; actions: MessageActions }) {
  return (
    <div class="bar" role="toolbar" aria-label="Quick actions">
      <QuickReactions row={row} actions={actions} tabIndex={-1} />
      <button
        type="button"
        class="icon-button"
        aria-label="Other reaction"
        title="React"
        tabIndex={-1}
        onClick={() => (actions.picker.value = row.key)}
      >
        <Icon of={SmilePlus} />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label="Reply to this message"
        title="Reply"
        tabIndex={-1}
        onClick={() => actions.reply(row)}
      >
        <Icon of={Reply} />
      </button>
    </div>
  );
}
