/** The list of conversations, newest activity first. */
import { matchesName } from '../../../protocol/name-words.ts';
import type { ConversationState } from '../../model/conversation-state.ts';
import type { Messenger } from '../../model/messenger.ts';
import { ConversationItem } from './conversation-item.tsx';
import { onListKeys, useTabStop } from './list-keys.ts';

interface Props {
  messenger: Messenger;
  /** The usernames of users who cannot be told apart by their names. */
  alike: ReadonlySet<string>;
}

export function ConversationList({ messenger, alike }: Props) {
  const { inbox, directory, open } = messenger;
  const active = found(messenger);
  const tabStop = useTabStop(
    active.map(({ peer }) => peer),
    open.value?.peer,
  );
  return (
    <section>
      <h2 id="conversations-title">Conversations</h2>
      {/* biome-ignore lint/a11y/noRedundantRoles: without it Safari takes a list without bullets for no list. */}
      <ul id="conversations" role="list" aria-labelledby="conversations-title" onKeyDown={onListKeys}>
        {active.map((conversation) => (
          <ConversationItem
            key={conversation.peer}
            messenger={messenger}
            conversation={conversation}
            withUsername={alike.has(conversation.peer)}
            onOpen={() => directory.search('')}
            tabStop={tabStop(conversation.peer)}
          />
        ))}
      </ul>
      {active.length === 0 && <p class="hint">{emptyText(inbox.loaded.value, directory.asked.value !== null)}</p>}
      {inbox.hasMore.value && (
        <button type="button" class="plain more" onClick={() => inbox.more()}>
          Show more conversations
        </button>
      )}
    </section>
  );
}

/** The conversations that the search for people leaves. */
function found({ users, conversations, directory }: Messenger): readonly ConversationState[] {
  const query = directory.asked.value;
  const all = conversations.active.value;
  return query === null ? all : all.filter(({ peer }) => matchesName(users.get(peer), query));
}

function emptyText(loaded: boolean, searching: boolean): string {
  if (searching) return 'No conversation with anybody by that name.';
  return loaded ? 'No conversations yet. Find somebody and say hello.' : 'Loading…';
}
