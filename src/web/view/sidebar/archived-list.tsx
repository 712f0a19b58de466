/** The quiet row below the conversations that opens the archived ones, and the notice that undoes a move. */
import { useSignal } from '@preact/signals';
import { Archive as ArchiveIcon } from 'lucide';
import { matchesName } from '../../../protocol/name-words.ts';
import { type Archive, archiveOf } from '../../model/archived-conversations.ts';
import type { ConversationState } from '../../model/conversation-state.ts';
import { failureText } from '../../model/failure-text.ts';
import type { Messenger } from '../../model/messenger.ts';
import { texts } from '../../texts/texts.ts';
import { announce } from '../kit/announcer.tsx';
import { Icon } from '../kit/icon.tsx';
import { Toast } from '../kit/toast.tsx';
import { ConversationItem } from './conversation-item.tsx';
import { loadMore, onListKeys, useTabStop } from './list-keys.ts';
import './archived.css';

interface Props {
  messenger: Messenger;
  alike: ReadonlySet<string>;
}

export function ArchivedList({ messenger, alike }: Props) {
  const archive = archiveOf(messenger);
  const isOpen = useSignal(false);
  const query = messenger.directory.asked.value;
  const shown = messenger.conversations.archived.value.filter(
    ({ peer }) => query === null || matchesName(messenger.users.get(peer), query),
  );
  const count = query === null ? archive.count.value : shown.length;
  const items = { messenger, alike, archive, shown };
  return (
    <>
      {count > 0 && (
        <button
          type="button"
          class="plain archived-row"
          aria-expanded={isOpen.value || query !== null}
          onClick={() => (isOpen.value = !isOpen.value)}
        >
          <Icon of={ArchiveIcon} />
          {texts.sidebarTools.archived({ count })}
        </button>
      )}
      {count > 0 && (isOpen.value || query !== null) && <ArchivedItems {...items} />}
    </>
  );
}

interface ItemsProps extends Props {
  archive: Archive;
  shown: readonly ConversationState[];
}

function ArchivedItems({ messenger, alike, archive, shown }: ItemsProps) {
  const tabStop = useTabStop(
    shown.map(({ peer }) => peer),
    messenger.open.value?.peer,
  );
  const name = texts.sidebarTools.archivedConversations();
  return (
    <>
      {/* biome-ignore lint/a11y/noRedundantRoles: without it Safari takes a list without bullets for no list. */}
      <ul id="archived" role="list" aria-label={name} onKeyDown={onListKeys}>
        {shown.map((conversation) => (
          <ConversationItem
            key={conversation.peer}
            messenger={messenger}
            conversation={conversation}
            withUsername={alike.has(conversation.peer)}
            onOpen={() => messenger.directory.search('')}
            tabStop={tabStop(conversation.peer)}
          />
        ))}
      </ul>
      {messenger.conversations.archived.value.length < archive.count.value &&
        messenger.wire.state.value !== 'connected' && <p class="hint">{texts.failures.unreachable()}</p>}
      {archive.hasMore.value && (
        <button
          type="button"
          class="plain more"
          onClick={({ currentTarget }) => loadMore(currentTarget, 'archived', () => archive.more())}
        >
          {texts.sidebar.moreConversations()}
        </button>
      )}
    </>
  );
}

export function ArchiveNotice({ messenger }: { messenger: Messenger }) {
  const archive = archiveOf(messenger);
  const move = archive.moved.value;
  if (!move) return null;
  const undo = () => void archive.undo(move).catch((error: unknown) => announce(failureText(error)));
  const text = move.archived ? texts.sidebarTools.conversationArchived() : texts.sidebarTools.takenOut();
  return <Toast key={text} text={text} action={{ label: texts.message.undo(), act: undo }} />;
}
