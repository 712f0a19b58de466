/** A call of every method of the store of the search, as in `store-calls.ts`. */
import { segmentFrom } from '../../src/engine/ports/search-segment.ts';
import { asciiTestOf } from '../../src/protocol/search/ascii-test.ts';
import { readQuery } from '../../src/protocol/search/search-query.ts';
import { probesFor } from '../../src/protocol/search/term-filter.ts';
import type { Stores } from '../../src/storage/stores.ts';

export function searchCalls({ search }: Stores, userId: string, channelId: string) {
  const query = { userId, sentFrom: 0, sentBefore: Date.now(), offset: 0, limit: 50 };
  const probes = probesFor(readQuery('tea with milk').needles, true);
  const ranges = [{ channelId, from: 1, to: 128 }];
  return {
    recent: async () => {
      for (const rooms of [false, true]) await search.recent(userId, 50, rooms, 'lobby-0000000000');
    },
    lookThrough: () => search.lookThrough('', 100),
    states: () => search.states([channelId]),
    changed: async () => {
      for (const state of await search.states([channelId])) await search.changed(state, 50);
    },
    save: async () => {
      const states = await search.states([channelId]);
      const segment = await segmentFrom(channelId, 0, await search.messages(ranges));
      await search.save([segment], states, states);
    },
    segments: async () => {
      for (const channelIds of [null, [channelId]])
        for (const rooms of [false, true]) await search.segments({ ...query, channelIds, probes, rooms });
    },
    messages: async () => {
      const body = asciiTestOf(readQuery('tea with milk').needles);
      for (const test of [undefined, { body, sentFrom: 0, sentBefore: Date.now() }])
        await search.messages(ranges, test);
    },
    peers: () => search.peers(userId, [channelId]),
    reset: () => search.reset([channelId]),
  };
}
