/** The sidebar: the own profile, the search, the conversations and the people. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Messenger } from '../../model/messenger.ts';
import { texts } from '../../texts/texts.ts';
import { later } from '../kit/later.tsx';
import { usePage, useSession } from '../kit/page-context.ts';
import { ConversationList } from './conversation-list.tsx';
import { PeopleList } from './people-list.tsx';
import { PeopleSearch } from './people-search.tsx';
import { ProfileBar } from './profile-bar.tsx';

const NoticeBar = later(async () => (await import('./notice-bar.tsx')).NoticeBar);
const NewBuildBar = later(async () => (await import('./new-build-bar.tsx')).NewBuildBar, { preload: true });

export function SideBar({ messenger }: { messenger: Messenger }) {
  const query = messenger.directory.query.value.trim();
  const searching = query !== '';
  const notices = useSession().notices.value;
  const lists = useRef<HTMLDivElement>(null);
  // The results of a new query start above the place to which the lists were scrolled.
  useLayoutEffect(() => lists.current?.scrollTo({ top: 0, behavior: 'instant' }), [query]);
  const alike = messenger.alike.value;
  const conversations = <ConversationList key="conversations" messenger={messenger} alike={alike} />;
  const people = <PeopleList key="people" messenger={messenger} alike={alike} />;
  return (
    <nav class="side" aria-label={texts.sidebar.name()}>
      <h1 class="unseen">Duologue</h1>
      <ProfileBar messenger={messenger} />
      <PeopleSearch messenger={messenger} />
      {usePage().isOutdated.value && <NewBuildBar />}
      {notices?.offered.value && <NoticeBar notices={notices} />}
      {/* During a search, its results come first. */}
      <div class="lists" ref={lists}>
        {searching ? [people, conversations] : [conversations, people]}
      </div>
    </nav>
  );
}
