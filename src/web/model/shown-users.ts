/** The usernames that the page shows; of a room, those of its authors. */
import type { ReadonlySignal } from '@preact/signals';
import type { ConversationState } from './conversation-state.ts';
import type { MessengerParts } from './messenger-parts.ts';
import { isRoom } from './room-names.ts';
import type { Row } from './transcript.ts';

interface Shown extends Pick<MessengerParts, 'conversations' | 'directory'> {
  readonly open: ReadonlySignal<ConversationState | null>;
  readonly rows: ReadonlySignal<readonly Row[]>;
}

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
