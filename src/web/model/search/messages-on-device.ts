/** Finds messages on this device as the server finds them among all: those that the page has loaded, and those that the browser keeps. */
import { findInMessage } from '../../../protocol/search/message-match.ts';
import { readQuery, type SearchQuery } from '../../../protocol/search/search-query.ts';
import type { Message } from '../../../protocol/shapes.ts';
import type { ConversationState } from '../conversation-state.ts';
import type { KnownConversations } from '../known-conversations.ts';
import type { StoredLog } from '../state-store.ts';
import type { SearchOnDevice } from './paged-search.ts';
import { keyOf, type SearchHit } from './search-hit.ts';

const hitsMax = 100;

export function messagesOnDevice(me: string, conversations: KnownConversations): SearchOnDevice {
  return async (text, peer) => {
    const query = readQuery(text);
    const stored = (await conversations.storedLogs?.()) ?? [];
    const { active, archived } = conversations;
    const searched = [...active.peek(), ...archived.peek()].filter(
      (conversation) => peer === null || conversation.peer === peer,
    );
    return messagesOf(searched, stored)
      .filter((message) => isWithin(query, message, me))
      .flatMap((message) => hitIn(query, message))
      .sort((a, b) => b.message.sentAt.localeCompare(a.message.sentAt) || b.message.seq - a.message.seq)
      .slice(0, hitsMax);
  };
}

/** Each message once. A loaded one may be newer than the same one of a stored log. */
function messagesOf(searched: readonly ConversationState[], stored: readonly StoredLog[]): Message[] {
  const peers = new Set(searched.map(({ peer }) => peer));
  const messages = [
    ...stored.filter(({ peer }) => peers.has(peer)).flatMap((log) => log.messages),
    ...searched.flatMap(({ timeline }) => [...timeline.peek().run, ...timeline.peek().ahead]),
  ];
  return [...new Map(messages.map((message) => [keyOf({ message }), message])).values()];
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
