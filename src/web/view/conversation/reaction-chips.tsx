/** The reactions to a message: each is a button that adds or takes back the own one. */

import { computed } from '@preact/signals';
import type { Reaction, Row } from '../../model/transcript.ts';
import { texts } from '../../texts/texts.ts';
import { locale } from '../kit/locale.ts';
import { ownName, spokenName } from '../kit/spoken-name.ts';
import type { MessageActions } from './message-actions.ts';

const listOfNames = computed(() => new Intl.ListFormat(locale.value, { style: 'narrow' }));

export function ReactionChips({ row, actions }: { row: Row; actions: MessageActions }) {
  const { users, me } = actions.messenger;
  const nameOf = (username: string) => (username === me ? ownName() : spokenName(users.get(username)));
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
          aria-label={texts.conversation.reaction({ emoji: reaction.emoji, count: reaction.count })}
          aria-pressed={reaction.own}
          aria-disabled={actions.blocked}
          title={listOfNames.value.format(reaction.by.map(nameOf))}
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
