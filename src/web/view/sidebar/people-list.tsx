/** The list of people: the search result, or all users. */
import type { Messenger } from '../../model/messenger.ts';
import { onListKeys, useTabStop } from './list-keys.ts';
import { PersonItem } from './person-item.tsx';

export function PeopleList({ messenger }: { messenger: Messenger }) {
  const { directory, open } = messenger;
  const people = directory.people.value;
  const tabStop = useTabStop(
    people.map(({ username }) => username),
    open.value?.peer,
  );
  return (
    <section>
      <h2 id="people-title">People</h2>
      {/* biome-ignore lint/a11y/noRedundantRoles: without it Safari takes a list without bullets for no list. */}
      <ul id="people" role="list" aria-labelledby="people-title" onKeyDown={onListKeys}>
        {people.map((user) => (
          <PersonItem
            key={user.username}
            user={user}
            current={open.value?.peer === user.username}
            tabStop={tabStop(user.username)}
          />
        ))}
      </ul>
      {people.length === 0 && (
        <p class="hint">{directory.settled.value ? emptyText(directory.query.value) : 'Searching…'}</p>
      )}
      {directory.hasMore.value && (
        <button type="button" class="plain more" onClick={() => directory.more()}>
          Show more people
        </button>
      )}
    </section>
  );
}

function emptyText(query: string): string {
  return query.trim() ? 'Nobody by that name.' : 'Nobody else has an account yet.';
}
