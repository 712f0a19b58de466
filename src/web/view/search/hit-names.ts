/** Fetches the names of users whose messages were found, and whose conversations are not in the loaded list. */
import type { Messenger } from '../../model/messenger.ts';
import type { SearchHit } from '../../model/search/search-hit.ts';
import { peerOf } from './open-search.ts';

/** So many names are fetched for one list of results. */
const namesMax = 50;

const asked = new WeakMap<Messenger, Set<string>>();

export function learnNames(messenger: Messenger, hits: readonly SearchHit[]): void {
  const known = asked.get(messenger) ?? new Set<string>();
  asked.set(messenger, known);
  const isNew = (name: string) => !messenger.users.knows(name) && !known.has(name);
  const names = [...new Set(hits.map((hit) => peerOf(hit, messenger.me)))].filter(isNew).slice(0, namesMax);
  for (const name of names) known.add(name);
  void fetchNames(messenger, names);
}

/** One after the other; a name that cannot be fetched is asked for again with the next results. */
async function fetchNames(messenger: Messenger, names: readonly string[]): Promise<void> {
  const { wire, users } = messenger;
  for (const name of names) {
    await wire.request('listUsers', { query: `@${name}`, limit: 1 }).then(
      (answer) => users.learn(answer.users),
      () => asked.get(messenger)?.delete(name),
    );
  }
}
