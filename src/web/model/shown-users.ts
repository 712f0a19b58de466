/** The usernames of those whom the page shows: of a room, who writes in it. */
import type { ConversationState } from './conversation-state.ts';
import type { Messenger } from './messenger.ts';
import { isRoom } from './room-names.ts';

type Shown = Pick<Messenger, 'open' | 'rows' | 'conversations' | 'directory'>;

/** The most important first. */
export function shownUsers({ open, rows, conversations, directory }: Shown): readonly string[] {
  const namesOf = (conversation: ConversationState): (string | undefined)[] =>
    isRoom(conversation) ? [conversation.last.value?.from] : [conversation.peer];
  const shown = open.value;
  const names = [
    ...(shown ? namesOf(shown) : []),
    ...(shown && isRoom(shown) ? rows.value.map(({ from }) => from).reverse() : []),
    ...[...conversations.active.value, ...conversations.drafted.value].flatMap(namesOf),
    ...directory.people.value.map(({ username }) => username),
  ];
  return [...new Set(names)].filter((name) => name !== undefined);
}
