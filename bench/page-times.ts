/** How long a page takes, asked for one at a time over one socket. */
import { percentile } from './statistics.ts';
import { doorOf, type Target, type Visitor } from './target.ts';
import { WireSocket } from './wire-socket.ts';

export interface PageQuestion {
  visitor: Visitor;
  event: string;
  /** Of the so-many-th asking. */
  payload(turn: number): object;
  /** How many entries the page must have, so that nothing is measured that was not found. */
  entriesOf(data: never): number;
  entries: number;
}

const warmPages = 20;

/** The median, in milliseconds. @throws Error when a page has not as many entries as it should */
export async function pageTime(target: Target, pages: number, question: PageQuestion): Promise<number> {
  const socket = await WireSocket.open(doorOf(target, question.visitor));
  const took: number[] = [];
  try {
    for (let turn = -warmPages; turn < pages; turn += 1) {
      const askedAt = performance.now();
      const data = await socket.ask<never>(question.event, question.payload(Math.abs(turn)));
      if (turn >= 0) took.push(performance.now() - askedAt);
      const entries = question.entriesOf(data);
      if (entries !== question.entries) {
        throw new Error(`${question.event} answered ${entries} entries, not ${question.entries}`);
      }
    }
  } finally {
    await socket.close();
  }
  return percentile(took, 0.5);
}
