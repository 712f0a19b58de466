/** The list of conversations: those with a draft, then the newest activity first. */
import { matchesName } from '../../../protocol/name-words.ts';
import type { ConversationState } from '../../model/conversation-state.ts';
import type { Messenger } from '../../model/messenger.ts';
import { texts } from '../../texts/texts.ts';
import { AddressButton } from '../kit/late-address.ts';
import { later } from '../kit/later.tsx';
import { SkeletonRows } from '../kit/skeleton.tsx';
import { ConversationItem } from './conversation-item.tsx';
import { loadMore, onListKeys, useTabStop } from './list-keys.ts';

const ArchivedList = later(async () => (await import('./side-tools.tsx')).ArchivedList, { unseen: true });

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
      <h2 id="conversations-title">{texts.sidebar.conversations()}</h2>
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
      {active.length === 0 && <Empty inbox={inbox} searching={directory.asked.value !== null} />}
      {inbox.hasMore.value && (
        <button
          type="button"
          class="plain more"
          onClick={({ currentTarget }) => loadMore(currentTarget, 'conversations', () => inbox.more())}
        >
          {texts.sidebar.moreConversations()}
        </button>
      )}
      <ArchivedList messenger={messenger} alike={alike} />
    </section>
  );
}

/** The conversations that the search for people leaves. */
function found(messenger: Messenger): readonly ConversationState[] {
  const { users, directory } = messenger;
  const query = directory.asked.value;
  const all = draftsFirst(messenger);
  return query === null ? all : all.filter(({ peer }) => matchesName(users.get(peer), query));
}

/** The open conversation keeps its place: its draft is on the screen. */
function draftsFirst({ conversations, open }: Messenger): readonly ConversationState[] {
  const first = conversations.drafted.value.filter((conversation) => conversation !== open.value);
  return [...new Set([...first, ...conversations.active.value])];
}

function Empty({ inbox, searching }: { inbox: Messenger['inbox']; searching: boolean }) {
  if (!searching && !inbox.loaded.value) return <SkeletonRows />;
  // The search knows only the listed conversations: those that are still to be shown may be found.
  if (searching) return inbox.hasMore.value ? null : <p class="hint">{texts.sidebar.noConversationByName()}</p>;
  return (
    <div class="list-empty">
      <p class="hint">{texts.sidebar.noConversations()}</p>
      <AddressButton />
    </div>
  );
}
