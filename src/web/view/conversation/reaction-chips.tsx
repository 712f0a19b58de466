/** The reactions to a message: each is a button that adds or takes back the own one. */
import type { Reaction, Row } from '../../model/transcript.ts';
import { ownName, spokenName } from '../kit/spoken-name.ts';
import type { MessageActions } from './message-actions.ts';

export function ReactionChips({ row, actions }: { row: Row; actions: MessageActions }) {
  const { users, me } = actions.messenger;
  const nameOf = (username: string) => (username === me ? ownName : spokenName(users.get(username)));
  const toggle = ({ emoji, own }: Reaction) => {
    if (!actions.blocked && row.seq !== null) actions.react(row, emoji, !own);
  };
  return (
    // A live region must not announce every reaction.
    <p class="chips" aria-live="off">
      {row.reactions.map((reaction) => (
        <button
          key={reaction.emoji}
          type="button"
          class="chip"
          aria-label={`${reaction.emoji}, ${reaction.count}`}
          aria-pressed={reaction.own}
          aria-disabled={actions.blocked}
          title={reaction.by.map(nameOf).join(', ')}
          tabIndex={-1}
          onClick={() => toggle(reaction)}
        >
          <span class="chip-emoji">{reaction.emoji}</span>
          {reaction.count}
        </button>
      ))}
    </p>
  );
}
