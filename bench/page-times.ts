/** Measures the response time of pages, requested one at a time over one socket. */
import { percentile } from './statistics.ts';
import { type Target, type Visitor, wireOptionsOf } from './target.ts';
import { WireSocket } from './wire-socket.ts';

export interface PageRequest {
  visitor: Visitor;
  event: string;
  /** The payload of the request with this number. */
  payload(turn: number): object;
  /** Counts the entries of the answer. A page with a wrong count must not be measured. */
  entriesOf(data: never): number;
  entries: number;
}

const warmPages = 20;

/** Returns milliseconds: the median, or another share. @throws Error when a page has a wrong number of entries. */
export async function pageTime(target: Target, pages: number, request: PageRequest, share = 0.5): Promise<number> {
  const socket = await WireSocket.open(wireOptionsOf(target, request.visitor));
  const took: number[] = [];
  try {
    for (let turn = -warmPages; turn < pages; turn += 1) {
      const requestedAt = performance.now();
      const data = await socket.ask<never>(request.event, request.payload(Math.abs(turn)));
      if (turn >= 0) took.push(performance.now() - requestedAt);
      const entries = request.entriesOf(data);
      if (entries !== request.entries) {
        throw new Error(`${request.event} answered ${entries} entries, not ${request.entries}`);
      }
    }
  } finally {
    await socket.close();
  }
  return percentile(took, share);
}
