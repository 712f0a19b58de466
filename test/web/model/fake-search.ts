/** Searches the messages of the server in memory: page by page, the newest message first. */

import type { Payload } from '../../../src/protocol/events.ts';
import { findInMessage } from '../../../src/protocol/search/message-match.ts';
import { readQuery } from '../../../src/protocol/search/search-query.ts';
import type { SearchPage } from '../../../src/protocol/search-shapes.ts';
import type { Message } from '../../../src/protocol/shapes.ts';

interface Channel {
  readonly pair: readonly [string, string];
  readonly messages: readonly Message[];
}

/** The cursor says how many hits the pages before had. */
export function searchIn(channels: Iterable<Channel>, me: string, asked: Payload<'searchMessages'>): SearchPage {
  const { query, with: peer = me, before = '0', limit = 10 } = asked;
  const { needles } = readQuery(query);
  const hits = [...channels]
    .flatMap(({ pair, messages }) => (pair.includes(me) && pair.includes(peer) ? messages : []))
    .flatMap((message) => {
      const ranges = message.deletedAt === undefined ? findInMessage(needles, message.body) : null;
      return ranges ? [{ message, ranges }] : [];
    })
    .sort((a, b) => b.message.sentAt.localeCompare(a.message.sentAt));
  const end = Number(before) + limit;
  return { hits: hits.slice(Number(before), end), next: end < hits.length ? String(end) : null };
}
