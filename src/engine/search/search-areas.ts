/** The conversations that a search looks through, in turn. */
import type { Caller, ConversationId } from '../ports/identifiers.ts';
import { lobbyId } from '../ports/room-port.ts';
import type { IndexState, Peer, SearchStore } from '../ports/search-port.ts';
import { isBehind, segmentLength } from '../ports/search-segment.ts';
import type { Lobby } from '../rooms/lobby.ts';
import type { SearchIndex } from './search-index.ts';
import type { Place } from './search-place.ts';

export interface AreaParts {
  search: SearchStore;
  index: SearchIndex;
  lobby: Pick<Lobby, 'isOn'>;
}

/** The conversations of the caller that a search looks through first: most searches find enough in them. */
const recentFirst = 128;

/** Segments whose messages one statement reads at most. */
export const readAtOnce = 32;

/** Conversations that are looked through together; null for all of the caller. */
export interface Area {
  channelIds: readonly ConversationId[] | null;
  /** Every message beyond this area, and those before it, was sent before, in milliseconds since 1970. */
  othersBefore: number;
  /** So few messages are read without the index. */
  isSmall?: boolean;
}

export interface Areas {
  areas: readonly Area[];
  /** Of the conversations whose other member is known so far; null for a room. */
  peers: ReadonlyMap<ConversationId, Peer | null>;
}

export async function areaOf(parts: AreaParts, channelId: ConversationId): Promise<Areas> {
  return { areas: [await knownArea(parts, await parts.search.states([channelId]), 0)], peers: new Map() };
}

/** A lobby that is switched off is not searched; empty for none. */
export const leftOut = ({ lobby }: AreaParts): ConversationId => (lobby.isOn ? '' : lobbyId);

/** A conversation that gets a message meanwhile is not missed: the last area has all. */
export async function ownAreas(parts: AreaParts, caller: Caller, start: Place, rooms: boolean): Promise<Areas> {
  const { states, peers, othersBefore } = await parts.search.recent(caller.id, recentFirst, rooms, leftOut(parts));
  const area = await knownArea(parts, states, othersBefore ?? 0);
  if (othersBefore === null) return { areas: [area], peers };
  const all = { channelIds: null, othersBefore: 0 };
  return { areas: othersBefore >= start.at ? [all] : [area, all], peers };
}

/** Conversations that are indexed to their end, unless together they have no more messages than a segment. */
async function knownArea({ index }: AreaParts, states: readonly IndexState[], othersBefore: number): Promise<Area> {
  const messages = states.reduce((sum, { lastSeq }) => sum + lastSeq, 0);
  const isSmall = othersBefore === 0 && messages <= segmentLength && states.length <= readAtOnce;
  if (!isSmall) await index.update(states.filter(isBehind).map(({ channelId }) => channelId));
  return { channelIds: states.map(({ channelId }) => channelId), othersBefore, isSmall };
}
