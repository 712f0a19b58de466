/** The list of people: the search result, or all users. */
import type { Messenger } from '../../model/messenger.ts';
import { texts } from '../../texts/texts.ts';
import { AddressButton } from '../kit/late-address.ts';
import { loadMore, onListKeys, useTabStop } from './list-keys.ts';
import { PersonItem } from './person-item.tsx';

interface Props {
  messenger: Messenger;
  /** The usernames of users who cannot be told apart by their names. */
  alike: ReadonlySet<string>;
}

export function PeopleList({ messenger, alike }: Props) {
  const { directory, open } = messenger;
  const people = directory.people.value;
  const byUsername = directory.query.value.trim().startsWith('@');
  const tabStop = useTabStop(
    people.map(({ username }) => username),
    open.value?.peer,
  );
  return (
    <section>
      <h2 id="people-title">{texts.sidebar.people()}</h2>
      {/* biome-ignore lint/a11y/noRedundantRoles: without it Safari takes a list without bullets for no list. */}
      <ul id="people" role="list" aria-labelledby="people-title" onKeyDown={onListKeys}>
        {people.map((user) => (
          <PersonItem
            key={user.username}
            user={user}
            current={open.value?.peer === user.username}
            withUsername={byUsername || alike.has(user.username)}
            tabStop={tabStop(user.username)}
            onOpen={() => directory.search('')}
          />
        ))}
      </ul>
      <PeopleHint messenger={messenger} />
      {directory.hasMore.value && (
        <button
          type="button"
          class="plain more"
          onClick={({ currentTarget }) => loadMore(currentTarget, 'people', () => directory.more())}
        >
          {texts.sidebar.morePeople()}
        </button>
      )}
    </section>
  );
}

/** Says why the list is empty, or that it is not complete. */
function PeopleHint({ messenger: { directory, wire } }: { messenger: Messenger }) {
  const isEmpty = directory.people.value.length === 0;
  if (directory.isForMessages.value) return null;
  if (directory.settled.value) return isEmpty ? <Nobody searching={directory.asked.value !== null} /> : null;
  if (wire.state.value === 'lost') {
    return <p class="hint">{texts.sidebar.onlyKnownPeople()}</p>;
  }
  return isEmpty ? <p class="hint">{texts.sidebar.searching()}</p> : null;
}

/** A user who is not found may not have an account yet. */
function Nobody({ searching }: { searching: boolean }) {
  if (!searching) return <p class="hint">{texts.sidebar.nobodyElse()}</p>;
  return (
    <div class="list-empty">
      <p class="hint">{texts.sidebar.nobodyByName()}</p>
      <AddressButton />
    </div>
  );
}
