/** The list of conversations, newest activity first. */
import type { Messenger } from '../../model/messenger.ts';
import { ConversationItem } from './conversation-item.tsx';
import { onListKeys, useTabStop } from './list-keys.ts';

export function ConversationList({ messenger }: { messenger: Messenger }) {
  const { inbox, conversations, open } = messenger;
  const active = conversations.active.value;
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
            tabStop={tabStop(conversation.peer)}
          />
        ))}
      </ul>
      {active.length === 0 && (
        <p class="hint">{inbox.loaded.value ? 'No conversations yet. Find somebody and say hello.' : 'Loading…'}</p>
      )}
      {inbox.hasMore.value && (
        <button type="button" class="plain more" onClick={() => inbox.more()}>
          Show more conversations
        </button>
      )}
    </section>
  );
}
