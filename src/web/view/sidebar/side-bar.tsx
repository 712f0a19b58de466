/** The sidebar: the own profile, the search, the conversations and the people. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Messenger } from '../../model/messenger.ts';
import { namesakes } from '../../model/namesakes.ts';
import { ConversationList } from './conversation-list.tsx';
import { PeopleList } from './people-list.tsx';
import { PeopleSearch } from './people-search.tsx';
import { ProfileBar } from './profile-bar.tsx';

export function SideBar({ messenger }: { messenger: Messenger }) {
  const query = messenger.directory.query.value.trim();
  const searching = query !== '';
  const lists = useRef<HTMLDivElement>(null);
  // The results of a new query start above the place to which the lists were scrolled.
  useLayoutEffect(() => lists.current?.scrollTo({ top: 0, behavior: 'instant' }), [query]);
  const alike = useNamesakes(messenger);
  const conversations = <ConversationList key="conversations" messenger={messenger} alike={alike} />;
  const people = <PeopleList key="people" messenger={messenger} alike={alike} />;
  return (
    <nav class="side" aria-label="Conversations and people">
      <h1 class="unseen">Duologue</h1>
      <ProfileBar messenger={messenger} />
      <PeopleSearch messenger={messenger} />
      {/* During a search, its results come first. */}
      <div class="lists" ref={lists}>
        {searching ? [people, conversations] : [conversations, people]}
      </div>
    </nav>
  );
}

/** Of all users in the lists, and of the user. */
function useNamesakes({ me, users, conversations, directory }: Messenger): ReadonlySet<string> {
  const peers = conversations.active.value.map(({ peer }) => users.get(peer));
  return namesakes([users.get(me), ...peers, ...directory.people.value]);
}
