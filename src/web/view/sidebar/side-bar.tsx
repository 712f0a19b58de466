/** The sidebar: the own profile, the search, the conversations and the people. */
import type { Messenger } from '../../model/messenger.ts';
import { ConversationList } from './conversation-list.tsx';
import { PeopleList } from './people-list.tsx';
import { PeopleSearch } from './people-search.tsx';
import { ProfileBar } from './profile-bar.tsx';

export function SideBar({ messenger }: { messenger: Messenger }) {
  const searching = messenger.directory.query.value.trim() !== '';
  const conversations = <ConversationList key="conversations" messenger={messenger} />;
  const people = <PeopleList key="people" messenger={messenger} />;
  return (
    <nav class="side" aria-label="Conversations and people">
      <h1 class="unseen">Duologue</h1>
      <ProfileBar messenger={messenger} />
      <PeopleSearch directory={messenger.directory} />
      {/* During a search, its results come first. */}
      <div class="lists">{searching ? [people, conversations] : [conversations, people]}</div>
    </nav>
  );
}
