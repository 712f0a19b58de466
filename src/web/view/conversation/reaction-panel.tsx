/** The popover to choose a reaction: the quick ones, and the way to every emoji. */
import { Plus } from 'lucide';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Row } from '../../model/transcript.ts';
import { texts } from '../../texts/texts.ts';
import { useAnchored } from '../kit/anchored.ts';
import { Icon } from '../kit/icon.tsx';
import type { MessageActions, OpenPopover } from './message-actions.ts';
import { QuickReactions } from './quick-reaction-row.tsx';

export function ReactionPanel({ actions }: { actions: MessageActions }) {
  const open = actions.panel.value;
  const row = open && actions.row(open.key);
  return row ? <Panel key={row.key} open={open} row={row} actions={actions} /> : null;
}

function Panel({ open, row, actions }: { open: OpenPopover; row: Row; actions: MessageActions }) {
  const panel = useRef<HTMLDivElement>(null);
  const close = actions.closePanel;
  useAnchored(panel, open.anchor, close);
  useLayoutEffect(() => panel.current?.querySelector('button')?.focus(), []);
  const onPick = () => close(true);
  const onFocusOut = ({ relatedTarget, currentTarget }: FocusEvent) => {
    if (relatedTarget && !(currentTarget as Element).contains(relatedTarget as Node)) close(false);
  };
  return (
    <div
      ref={panel}
      role="dialog"
      class="panel"
      popover="manual"
      aria-label={texts.message.react()}
      onFocusOut={onFocusOut}
    >
      <div class="quick-row">
        <QuickReactions row={row} actions={actions} onPick={onPick} />
        <button
          type="button"
          class="icon-button"
          aria-label={texts.message.allEmoji()}
          aria-haspopup="dialog"
          title={texts.message.allEmoji()}
          onClick={() => {
            close(true);
            actions.picker.value = row.key;
          }}
        >
          <Icon of={Plus} />
        </button>
      </div>
    </div>
  );
}
