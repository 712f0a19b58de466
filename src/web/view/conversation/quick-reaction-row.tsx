/** The row of the six most used reactions. */

import type { Row } from '../../model/transcript.ts';
import { texts } from '../../texts/texts.ts';
import { quickReactions } from '../emoji/quick-reactions.ts';
import type { MessageActions } from './message-actions.ts';
import './quick-reaction-row.css';

interface Props {
  row: Row;
  actions: MessageActions;
  tabIndex?: number;
  onPick?: () => void;
}

export function QuickReactions({ row, actions, tabIndex = 0, onPick }: Props) {
  const own = new Set(row.reactions.filter((reaction) => reaction.own).map(({ emoji }) => emoji));
  return (
    <>
      {quickReactions.map((emoji) => (
        <button
          key={emoji}
          type="button"
          class="quick"
          aria-label={texts.message.reactWith({ emoji })}
          aria-pressed={own.has(emoji)}
          tabIndex={tabIndex}
          onClick={() => {
            onPick?.();
            actions.react(row, emoji, !own.has(emoji));
          }}
        >
          {emoji}
        </button>
      ))}
    </>
  );
}
