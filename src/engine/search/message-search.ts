/** Searches the caller's own messages: the index says where, and the messages themselves decide. */
import { limits } from '../../protocol/limits.ts';
import { findInMessage, type Range } from '../../protocol/search/message-match.ts';
import { isBlank, readQuery, type SearchQuery } from '../../protocol/search/search-query.ts';
import { probesFor } from '../../protocol/search/term-filter.ts';
import type { SearchQuery as Asked, SearchPage } from '../../protocol/search-shapes.ts';
import type { ConversationGate } from '../conversations/conversation-gate.ts';
import { fitPage } from '../conversations/page-bytes.ts';
import { toMessage } from '../conversations/wire-message.ts';
import type { Caller, ConversationId } from '../ports/identifiers.ts';
import type { MessageStore } from '../ports/message-port.ts';
import type { FoundSegment, SearchedMessage, SearchStore } from '../ports/search-port.ts';
import { forEachInTurns, rangeOf } from '../ports/search-segment.ts';
import type { UserStore } from '../ports/user-port.ts';
import type { SearchIndex } from './search-index.ts';
import { compare, newestAt, type Place, placeOf, printPlace, readPlace } from './search-place.ts';

export type MessageSearch = (caller: Caller, asked: Asked & { with?: string }) => Promise<SearchPage>;

export interface SearchParts {
  gate: ConversationGate;
  users: UserStore;
  messages: MessageStore;
  search: SearchStore;
  index: SearchIndex;
}

/** Segments that one statement answers, and segments whose messages are compared at once. */
const segmentsAtOnce = 400;
const comparedAtOnce = 4;

/** A page ends, with what it has found, after so much text, in UTF-16 code units: a good part of a second at worst. */
const comparedMax = 1_000_000;

/** A search first brings at most so many conversations of the caller up to date. */
const updatedFirst = 50;

/** Later than every message. */
const endOfTime = 8_640_000_000_000_000;

interface Hit {
  message: SearchedMessage;
  place: Place;
  ranges: Range[];
}

export function createMessageSearch(parts: SearchParts): MessageSearch {
  const { gate, search, index } = parts;
  return async (caller, { query: text, with: peer, before, limit = limits.pageDefault }) => {
    const start = before === undefined ? newestAt(endOfTime) : readPlace(before);
    const query = readQuery(text);
    const { channelId } = peer === undefined ? { channelId: null } : await gate.withPeer(caller, peer);
    if (isBlank(query)) return { hits: [], next: null };
    await index.update(await search.behind(caller.id, channelId, updatedFirst));
    const { hits, end } = await collect(parts, { caller, channelId, query, start, wanted: limit + 1 });
    const page = hits.slice(0, limit);
    const shown = fitPage(await present(parts, caller, page));
    const last = placeOfShown(shown.at(-1)) ?? page.at(-1)?.place;
    const isCut = hits.length > shown.length;
    return { hits: shown, next: isCut && last ? printPlace(last) : end && printPlace(end) };
  };
}

const placeOfShown = (hit: SearchPage['hits'][number] | undefined): Place | null =>
  hit ? { at: Date.parse(hit.message.sentAt), channelId: hit.message.channelId, seq: hit.message.seq } : null;

interface Collecting {
  caller: Caller;
  channelId: ConversationId | null;
  query: SearchQuery;
  start: Place;
  wanted: number;
}

/** The newest hits after `start`, in order; `end` is where the search stopped before it had seen everything. */
async function collect(parts: SearchParts, collecting: Collecting): Promise<{ hits: Hit[]; end: Place | null }> {
  const { start, wanted } = collecting;
  const hits: Hit[] = [];
  let compared = 0;
  for await (const some of segmentsOf(parts, collecting)) {
    // Everything newer than the newest message of these segments has been seen.
    const reached = newestAt(some[0]?.lastAt ?? 0);
    const certain = hits.filter(({ place }) => compare(place, reached) < 0);
    if (certain.length >= wanted) return { hits: certain, end: null };
    if (compared >= comparedMax && reached.at < start.at) return { hits: certain, end: reached };
    const found = await compareAll(parts, collecting, some);
    hits.push(...found.hits);
    hits.sort((one, other) => compare(one.place, other.place));
    compared += found.units;
  }
  return { hits, end: null };
}

async function* segmentsOf(
  { search }: SearchParts,
  { caller, channelId, query, start }: Collecting,
): AsyncGenerator<FoundSegment[]> {
  const { needles, hasFile, sentFrom, sentBefore } = query;
  const asked = {
    userId: caller.id,
    channelId,
    probes: probesFor(needles, hasFile),
    sentFrom: sentFrom ?? 0,
    sentBefore: Math.min(start.at + 1, sentBefore ?? endOfTime),
  };
  for (let offset = 0; ; offset += segmentsAtOnce) {
    const found = await search.segments({ ...asked, offset, limit: segmentsAtOnce });
    for (let from = 0; from < found.length; from += comparedAtOnce) yield found.slice(from, from + comparedAtOnce);
    if (found.length < segmentsAtOnce) return;
  }
}

async function compareAll({ search }: SearchParts, collecting: Collecting, segments: readonly FoundSegment[]) {
  const { caller, query, start } = collecting;
  const hits: Hit[] = [];
  let units = 0;
  await forEachInTurns(await search.messages(segments.map(rangeOf)), (message) => {
    const place = placeOf(message);
    if (compare(place, start) <= 0 || !passes(query, message, caller)) return;
    units += message.body.length;
    const ranges = findInMessage(query.needles, message.body, message.fileNames);
    if (ranges) hits.push({ message, place, ranges });
  });
  return { hits, units };
}

/** Everything but the words. A deleted message has nothing left that could be found. */
function passes({ from, hasFile, sentFrom, sentBefore }: SearchQuery, message: SearchedMessage, caller: Caller) {
  const { senderId, body, sentAt, fileNames } = message;
  const at = sentAt.getTime();
  const isOwn = senderId === caller.id;
  return (
    (body !== '' || fileNames.length > 0) &&
    (from === null || (from === 'me') === isOwn) &&
    (!hasFile || fileNames.length > 0) &&
    at >= (sentFrom ?? 0) &&
    at < (sentBefore ?? endOfTime)
  );
}

/** As the wire shows them; without those that went away meanwhile. */
async function present({ search, users, messages }: SearchParts, caller: Caller, hits: readonly Hit[]) {
  const peerIds = await search.peers(caller.id, [...new Set(hits.map(({ message }) => message.channelId))]);
  const peers = new Map((await users.findByIds([...new Set(peerIds.values())])).map((user) => [user.id, user]));
  const shown = await Promise.all(
    hits.map(async ({ message: { channelId, seq }, ranges }) => {
      const [row] = await messages.range(channelId, seq, seq);
      const peer = peers.get(peerIds.get(channelId) ?? '');
      return row && peer ? [{ message: toMessage(row, caller, peer), ranges }] : [];
    }),
  );
  return shown.flat();
}
