/** The sidebar: the own profile, the search, the conversations and the people. */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Messenger } from '../../model/messenger.ts';
import { texts } from '../../texts/texts.ts';
import { later } from '../kit/later.tsx';
import { ConversationList } from './conversation-list.tsx';
import { PeopleList } from './people-list.tsx';
import { PeopleSearch } from './people-search.tsx';
import { ProfileBar } from './profile-bar.tsx';

const FoundMessages = later(async () => (await import('./side-tools.tsx')).FoundMessages);
const ListTools = later(async () => (await import('./side-tools.tsx')).ListTools, { unseen: true });
const SideTools = later(async () => (await import('./side-tools.tsx')).SideTools, { unseen: true });

export function SideBar({ messenger }: { messenger: Messenger }) {
  const query = messenger.directory.query.value.trim();
  const searching = query !== '';
  const side = useRef<HTMLElement>(null);
  // The form of the log-in had the focus and is gone.
  useEffect(() => {
    if (document.activeElement === document.body) side.current?.focus();
  }, []);
  const lists = useRef<HTMLDivElement>(null);
  const shownQuery = useRef(query);
  // The results of a new query start above the place to which the lists were scrolled. Not at first: that would cost a layout.
  useLayoutEffect(() => {
    if (shownQuery.current !== query) lists.current?.scrollTo({ top: 0, behavior: 'instant' });
    shownQuery.current = query;
  }, [query]);
  const alike = messenger.alike.value;
  const conversations = <ConversationList key="conversations" messenger={messenger} alike={alike} />;
  const people = <PeopleList key="people" messenger={messenger} alike={alike} />;
  return (
    <nav ref={side} tabIndex={-1} class="side" aria-label={texts.sidebar.name()}>
      <h1 class="unseen">Duologue</h1>
      <ProfileBar messenger={messenger} />
      <PeopleSearch messenger={messenger} />
      <SideTools messenger={messenger} />
      {/* During a search, its results come first. */}
      <div class="lists" id="lists" ref={lists}>
        {searching && <FoundMessages key="first" messenger={messenger} first />}
        {searching ? [people, conversations] : [conversations, people]}
        {searching && <FoundMessages key="last" messenger={messenger} first={false} />}
        <ListTools key="tools" messenger={messenger} />
      </div>
    </nav>
  );
}
