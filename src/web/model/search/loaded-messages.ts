/** Finds messages among those that the page has loaded, as the server finds them among all. */
import { findInMessage } from '../../../protocol/search/message-match.ts';
import { readQuery, type SearchQuery } from '../../../protocol/search/search-query.ts';
import type { Message } from '../../../protocol/shapes.ts';
import type { KnownConversations } from '../known-conversations.ts';
import type { SearchLoaded } from './paged-search.ts';
import type { SearchHit } from './search-hit.ts';

const hitsMax = 100;

export function loadedMessages(me: string, conversations: KnownConversations): SearchLoaded {
  return (text, peer) => {
    const query = readQuery(text);
    const { active, archived } = conversations;
    const searched = [...active.peek(), ...archived.peek()].filter(
      (conversation) => peer === null || conversation.peer === peer,
    );
    return searched
      .flatMap(({ timeline }) => [...timeline.peek().run, ...timeline.peek().ahead])
      .filter((message) => isWithin(query, message, me))
      .flatMap((message) => hitIn(query, message))
      .sort((a, b) => b.message.sentAt.localeCompare(a.message.sentAt) || b.message.seq - a.message.seq)
      .slice(0, hitsMax);
  };
}

function isWithin({ from, hasFile, sentFrom, sentBefore }: SearchQuery, message: Message, me: string): boolean {
  const at = Date.parse(message.sentAt);
  return (
    message.deletedAt === undefined &&
    (from === null || (message.from === me) === (from === 'me')) &&
    (!hasFile || (message.files?.length ?? 0) > 0) &&
    at >= (sentFrom ?? Number.NEGATIVE_INFINITY) &&
    at < (sentBefore ?? Number.POSITIVE_INFINITY)
  );
}

function hitIn({ needles }: SearchQuery, message: Message): SearchHit[] {
  const names = message.files?.map(({ name }) => name);
  const ranges = findInMessage(needles, message.body, names);
  return ranges ? [{ message, ranges }] : [];
}
