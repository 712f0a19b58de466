/** The search of messages of the signed-in user, which stays while its views come and go. Its query is that of the directory. */

import { batch, type Signal, signal } from '@preact/signals';
import { hasWrongDay } from '../../../protocol/search/search-query.ts';
import type { Messenger } from '../../model/messenger.ts';
import { nameIn } from '../../model/room-names.ts';
import { messagesOnDevice } from '../../model/search/messages-on-device.ts';
import { PagedSearch } from '../../model/search/paged-search.ts';
import { keyOf, type SearchHit } from '../../model/search/search-hit.ts';
import { sendableQuery } from '../../model/sendable-query.ts';
import { conversationLink, go, openPeer, redirect } from '../kit/location.ts';

export interface OpenSearch {
  readonly search: PagedSearch;
  /** The key of the hit that was opened last; null before. */
  readonly opened: Signal<string | null>;
}

/** The id of the list. */
export const resultsId = 'results';

/** The id of the hint that says how to write a day. */
export const wrongDayId = 'wrong-day';

/** Whether the query has a day that the search does not understand. */
export const isDayWrong = (query: string): boolean => hasWrongDay(sendableQuery(query));

const searches = new WeakMap<Messenger, OpenSearch>();

export function searchOf(messenger: Messenger): OpenSearch {
  const known = searches.get(messenger);
  if (known) return known;
  const { wire, me, conversations, features } = messenger;
  const rooms = () => features.peek().includes('rooms');
  const search = new PagedSearch(wire, messagesOnDevice(me, conversations), rooms);
  const made = { search, opened: signal<string | null>(null) };
  searches.set(messenger, made);
  return made;
}

export function clearSearch(messenger: Messenger): void {
  const { search, opened } = searchOf(messenger);
  batch(() => {
    search.searchWith(null);
    messenger.directory.search('');
    opened.value = null;
  });
}

export const peerOf = ({ message }: SearchHit, me: string): string => nameIn(message, me);

export const hitLink = (hit: SearchHit, me: string): string =>
  `${conversationLink(peerOf(hit, me))}/${hit.message.seq}`;

/** Above the message, in px. */
const spaceAbove = 120;

export function openHit(hit: SearchHit, messenger: Messenger): void {
  const { me, open, reading, conversations } = messenger;
  const peer = peerOf(hit, me);
  const address = `/${hitLink(hit, me)}`;
  searchOf(messenger).opened.value = keyOf(hit);
  // Back leads out of the conversation, not through all hits.
  if (open.peek()?.peer === peer) redirect(address, window.history.state);
  else {
    // So that the first page that it loads is the one around the message.
    reading.places.keep(conversations.withPeer(peer), { seq: hit.message.seq, above: -spaceAbove });
    go(address);
  }
}

/** Begins a search in one conversation. On a narrow screen, the lists have the box: Back returns into the conversation. */
export function searchIn(messenger: Messenger, peer: string): void {
  messenger.directory.isForMessages.value = true;
  searchOf(messenger).search.searchWith(peer);
  const box = document.querySelector<HTMLInputElement>('.find-messages input');
  if (box?.offsetParent !== null) box?.select();
  else selectInLists(box);
}

function selectInLists(box: HTMLInputElement): void {
  go('/');
  const stop = openPeer.subscribe((open) => {
    if (open !== null) return;
    // The list takes the focus first.
    setTimeout(() => requestAnimationFrame(() => setTimeout(() => box.select())));
    queueMicrotask(() => stop());
  });
}
