/** Compares the index of the search of messages with the messages, and puts conversations back that differ. */
import type { IndexState, SearchStore } from '../../engine/ports/search-port.ts';
import { rangeOf, segmentFrom, segmentOf } from '../../engine/ports/search-segment.ts';
import type { Database } from '../database/database.ts';
import { isMissingTable } from '../database/database-faults.ts';
import { createSearchStore } from '../search/search-store.ts';

export interface SearchFinding {
  what: string;
  channelId: string;
  repaired: boolean;
}

const stepChannels = 200;
const faultsMax = 100;

/** A database of an older version has no index. A conversation that is behind is no fault: nodes index it. */
export async function findSearchFaults(database: Database, repair: boolean): Promise<SearchFinding[]> {
  try {
    return await compareAll(database, repair);
  } catch (error) {
    if (isMissingTable(error)) return [];
    throw error;
  }
}

async function compareAll(database: Database, repair: boolean): Promise<SearchFinding[]> {
  const { client } = database;
  const store = createSearchStore(database);
  const faults: SearchFinding[] = [];
  for (let after: string | undefined = ''; after !== undefined && faults.length < faultsMax; ) {
    const rows: { channelId: string }[] = await client.searchProgress.findMany({
      where: { channelId: { gt: after } },
      orderBy: { channelId: 'asc' },
      take: stepChannels,
      select: { channelId: true },
    });
    const states = await store.states(rows.map(({ channelId }) => channelId));
    for (const state of states) {
      const what = await faultOf(database, store, state);
      if (what === null) continue;
      if (repair) await store.reset([state.channelId]);
      faults.push({ what, channelId: state.channelId, repaired: repair });
    }
    after = rows.length < stepChannels ? undefined : rows.at(-1)?.channelId;
  }
  return faults;
}

async function faultOf(database: Database, store: SearchStore, state: IndexState): Promise<string | null> {
  const { channelId, lastSeq, upTo } = state;
  if (upTo > lastSeq) return `the search index reaches to ${upTo}, the last message is ${lastSeq}`;
  for (let number = 0; number <= segmentOf(upTo) && upTo > 0; number += 1) {
    const fits = () => segmentFits(database, store, channelId, number);
    // The second look is for a message that changed, and was indexed, between the two statements of the first.
    if (!(await fits()) && !(await isBehind(store, channelId)) && !(await fits()))
      return 'the search index does not fit its messages';
  }
  return null;
}

/** Looked at after the difference was found: a message may have come or changed meanwhile. */
async function isBehind(store: SearchStore, channelId: string): Promise<boolean> {
  const [state] = await store.states([channelId]);
  return !state || state.lastSeq > state.upTo || state.rev > state.indexedRev;
}

async function segmentFits({ client }: Database, store: SearchStore, channelId: string, number: number) {
  const stored = await client.searchSegment.findUnique({ where: { channelId_number: { channelId, number } } });
  const messages = await store.messages([rangeOf({ channelId, number })]);
  if (!stored || messages.length === 0) return !stored && messages.length === 0;
  const { filter, firstAt, lastAt, units } = await segmentFrom(channelId, number, messages);
  return (
    Buffer.from(filter).equals(Buffer.from(stored.filter)) &&
    Number(stored.firstAt) === firstAt &&
    Number(stored.lastAt) === lastAt &&
    stored.units === units
  );
}
