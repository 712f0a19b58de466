/** Parts of the lists that are loaded after the first view: the search of messages, offers to the user, and the archive. */
import type { Messenger } from '../../model/messenger.ts';
import { usePage, useSession } from '../kit/page-context.ts';
import { MessageSearchbox } from '../search/message-searchbox.tsx';
import { ArchiveNotice } from './archived-list.tsx';
import { ConversationMenu } from './conversation-menu.tsx';
import { NewBuildBar } from './new-build-bar.tsx';
import { NoticeBar } from './notice-bar.tsx';
import { useReturnFocus } from './return-focus.ts';

export { FoundMessages } from '../search/hit-list.tsx';
export { ArchivedList } from './archived-list.tsx';

/** Stands between the search for people and the lists. */
export function SideTools({ messenger }: { messenger: Messenger }) {
  useReturnFocus(messenger);
  const notices = useSession().notices.value;
  return (
    <>
      <MessageSearchbox messenger={messenger} />
      {usePage().isOutdated.value && <NewBuildBar />}
      {notices?.offered.value && <NoticeBar notices={notices} />}
    </>
  );
}

/** Stands at the end of the lists, so that notices stick to their foot. */
export function ListTools({ messenger }: { messenger: Messenger }) {
  return (
    <>
      <ConversationMenu messenger={messenger} />
      <ArchiveNotice messenger={messenger} />
    </>
  );
}
