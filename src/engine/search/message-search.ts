/** Searches the caller's own messages: the index says where, and the messages themselves decide. */
import type { Payload } from '../../protocol/events.ts';
import { limits } from '../../protocol/limits.ts';
import { asciiTestOf } from '../../protocol/search/ascii-test.ts';
import { findInMessage, type Range } from '../../protocol/search/message-match.ts';
import { isBlank, readQuery, type SearchQuery } from '../../protocol/search/search-query.ts';
import { probesFor } from '../../protocol/search/term-filter.ts';
import type { SearchPage } from '../../protocol/search-shapes.ts';
import type { ConversationGate } from '../conversations/conversation-gate.ts';
import { isNamed, nameWith } from '../conversations/conversation-name.ts';
import { roomView } from '../conversations/conversation-view.ts';
import { fitPage } from '../conversations/page-bytes.ts';
import { pairNaming, toMessage } from '../conversations/wire-message.ts';
import type { Usernames } from '../people/known-usernames.ts';
import type { Caller, ConversationId } from '../ports/identifiers.ts';
import type { MessageStore } from '../ports/message-port.ts';
import type { FoundSegment, SearchedMessage } from '../ports/search-port.ts';
import { forEachInTurns, rangeOf } from '../ports/search-segment.ts';
import { type Area, type AreaParts, type Areas, areaOf, leftOut, ownAreas, readAtOnce } from './search-areas.ts';
import { compare, newestAt, type Place, placeOf, printPlace, readPlace } from './search-place.ts';

export type MessageSearch = (caller: Caller, asked: Payload<'searchMessages'>) => Promise<SearchPage>;

export interface SearchParts extends AreaParts {
  gate: ConversationGate;
  messages: MessageStore;
  usernames: Usernames;
}

/** Segments whose messages are read with the first statement: a frequent word is found in a few. */
const readFirst = 4;
/** Text that one statement reads at most, in UTF-16 code units. */
const unitsAtOnce = 1_000_000;

/** A page ends, with what it has found, after so many segments, and after so much compared text in UTF-16 code units. */
const segmentsMax = 1_024;
const comparedMax = 1_000_000;

/** Later than every message: the last time that both databases hold. */
const endOfTime = Date.parse('9999-12-31T23:59:59.999Z');

interface Hit {
  message: SearchedMessage;
  place: Place;
  ranges: Range[];
}

export function createMessageSearch(parts: SearchParts): MessageSearch {
  const { gate } = parts;
  return async (caller, { query: text, before, limit = limits.pageDefault, rooms = false, ...name }) => {
    const start = before === undefined ? newestAt(endOfTime) : readPlace(before);
    const query = readQuery(text);
    const { channelId } = isNamed(name) ? await gate.find(caller, nameWith(name)) : { channelId: null };
    if (isBlank(query)) return { hits: [], next: null };
    const { areas, peers } =
      channelId === null ? await ownAreas(parts, caller, start, rooms) : await areaOf(parts, channelId);
    const { hits, end } = await collect(parts, { caller, rooms, areas, query, start, wanted: limit + 1 });
    const page = hits.slice(0, limit);
    const shown = fitPage(await present(parts, caller, page, peers));
    const last = placeOfShown(shown.at(-1)) ?? page.at(-1)?.place;
    const isCut = hits.length > shown.length;
    return { hits: shown, next: isCut && last ? printPlace(last) : end && printPlace(end) };
  };
}

const placeOfShown = (hit: SearchPage['hits'][number] | undefined): Place | null =>
  hit ? { at: Date.parse(hit.message.sentAt), channelId: hit.message.channelId, seq: hit.message.seq } : null;

interface Collecting {
  caller: Caller;
  rooms: boolean;
  areas: readonly Area[];
  query: SearchQuery;
  start: Place;
  wanted: number;
}

/** The newest hits after `start`, in order; `end` is where the search stopped before it had seen everything. */
async function collect(parts: SearchParts, collecting: Collecting): Promise<{ hits: Hit[]; end: Place | null }> {
  const { start, wanted } = collecting;
  const hits: Hit[] = [];
  let [segments, compared] = [0, 0];
  const mostNow = () => segmentsFor(wanted - hits.length, hits.length / segments);
  for await (const { some, unseenBefore } of segmentsOf(parts, collecting, mostNow)) {
    // Everything newer has been seen.
    const reached = newestAt(unseenBefore);
    const certain = hits.filter(({ place }) => compare(place, reached) < 0);
    if (certain.length >= wanted) return { hits: certain, end: null };
    if ((compared >= comparedMax || segments >= segmentsMax) && reached.at < start.at)
      return { hits: certain, end: reached };
    // A hit before the last of those wanted is of no use.
    const found = await compareAll(parts, collecting, some, hits[wanted - 1]?.place.at ?? 0);
    hits.push(...found.hits);
    hits.sort((one, other) => compare(one.place, other.place));
    compared += found.units;
    segments += some.length;
  }
  return { hits, end: null };
}

/**
 * The segments that the next statement reads: as many as should have the hits that are still wanted. When there are enough, those
 * left may have newer ones.
 * @param hitsPerSegment - so far; not a number before the first segment.
 */
function segmentsFor(hitsWanted: number, hitsPerSegment: number): number {
  if (Number.isNaN(hitsPerSegment)) return readFirst;
  if (hitsWanted <= 0) return readAtOnce;
  return Math.min(Math.max(readFirst, Math.ceil(hitsWanted / hitsPerSegment)), readAtOnce);
}

/** Within the times that both databases hold. */
function timesOf({ sentFrom, sentBefore }: SearchQuery, start: Place) {
  const held = (at: number) => Math.min(Math.max(at, 0), endOfTime);
  return { sentFrom: held(sentFrom ?? 0), sentBefore: held(Math.min(start.at + 1, sentBefore ?? endOfTime)) };
}

interface Step {
  some: FoundSegment[];
  /** The messages that no step before has had were sent at this time or before, in milliseconds since 1970. */
  unseenBefore: number;
}

async function* segmentsOf(parts: SearchParts, collecting: Collecting, mostNow: () => number): AsyncGenerator<Step> {
  const { caller, rooms, areas, query, start } = collecting;
  const probes = probesFor(query.needles, query.hasFile);
  const shared = { userId: caller.id, rooms, except: leftOut(parts), probes, ...timesOf(query, start) };
  const seen = new Set<string>();
  for (const { channelIds, othersBefore, isSmall } of areas) {
    if (isSmall) yield { some: firstSegments(channelIds ?? []), unseenBefore: endOfTime };
    for (let offset = 0, isFull = !isSmall; isFull; offset += segmentsMax) {
      const found = await parts.search.segments({ ...shared, channelIds, offset, limit: segmentsMax });
      isFull = found.length === segmentsMax;
      const fresh = found.filter((segment) => !seen.has(keyOf(segment)));
      for (const segment of fresh) seen.add(keyOf(segment));
      for (const some of readableAtOnce(fresh, mostNow))
        yield { some, unseenBefore: Math.max(some[0]?.lastAt ?? 0, othersBefore) };
    }
    yield { some: [], unseenBefore: othersBefore };
  }
}

const firstSegments = (channelIds: readonly ConversationId[]): FoundSegment[] =>
  channelIds.map((channelId) => ({ channelId, number: 0, lastAt: endOfTime, units: 0 }));

const keyOf = ({ channelId, number }: FoundSegment) => `${channelId} ${number}`;

/**
 * Puts segments together whose messages are read with one statement.
 * @param mostNow - the number of segments that the next statement reads at most.
 */
function* readableAtOnce(segments: readonly FoundSegment[], mostNow: () => number): Generator<FoundSegment[]> {
  let [some, units]: [FoundSegment[], number] = [[], 0];
  let most = mostNow();
  for (const segment of segments) {
    const more = segment.units || unitsAtOnce / readFirst;
    if (some.length > 0 && (some.length === most || units + more > unitsAtOnce)) {
      yield some;
      [some, units] = [[], 0];
      most = mostNow();
    }
    some.push(segment);
    units += more;
  }
  if (some.length > 0) yield some;
}

/** @param usefulFrom - milliseconds since 1970: older messages need not be looked at. */
async function compareAll(
  { search }: SearchParts,
  { caller, query, start, wanted }: Collecting,
  segments: readonly FoundSegment[],
  usefulFrom: number,
) {
  const hits: Hit[] = [];
  let units = 0;
  const { sentFrom, sentBefore } = timesOf(query, start);
  const times = { sentFrom: Math.max(sentFrom, usefulFrom), sentBefore };
  const useful = segments.filter(({ lastAt }) => lastAt >= times.sentFrom);
  const messages = await search.messages(useful.map(rangeOf), { body: asciiTestOf(query.needles), ...times });
  const newestFirst = messages.sort((one, other) => compare(placeOf(one), placeOf(other)));
  await forEachInTurns(newestFirst, (message) => {
    const place = placeOf(message);
    if (hits.length === wanted || compare(place, start) <= 0 || !passes(query, message, caller)) return;
    units += message.body.length;
    const ranges = findInMessage(query.needles, message.body, message.fileNames);
    if (ranges) hits.push({ message, place, ranges });
  });
  return { hits, units };
}

/** Everything but the words and times. A deleted message has nothing left that could be found. */
function passes({ from, hasFile }: SearchQuery, { senderId, body, fileNames }: SearchedMessage, caller: Caller) {
  return (
    (body !== '' || fileNames.length > 0) &&
    (from === null || (from === 'me') === (senderId === caller.id)) &&
    (!hasFile || fileNames.length > 0)
  );
}

/** As the wire shows them; without those that went away meanwhile. */
async function present(
  { search, messages, usernames }: SearchParts,
  caller: Caller,
  hits: readonly Hit[],
  known: Areas['peers'],
) {
  const found = hits.map(({ message: { channelId, seq } }) => ({ channelId, seq }));
  const unknown = new Set(found.map(({ channelId }) => channelId).filter((channelId) => !known.has(channelId)));
  const [others, rows] = await Promise.all([search.peers(caller.id, [...unknown]), messages.at(found)]);
  const rowAt = new Map(rows.map((row) => [keyAt(row), row]));
  const shown = hits.map(async ({ message, ranges }) => {
    const { channelId } = message;
    const row = rowAt.get(keyAt(message));
    const peer = known.has(channelId) ? known.get(channelId) : others.get(channelId);
    if (row && peer === null) return [{ message: await roomView(channelId, usernames).show(row), ranges }];
    return row && peer ? [{ message: toMessage(row, pairNaming(caller, peer)), ranges }] : [];
  });
  return (await Promise.all(shown)).flat();
}

const keyAt = ({ channelId, seq }: { channelId: ConversationId; seq: number }) => `${channelId} ${seq}`;
