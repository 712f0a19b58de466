/** The parts of the messenger that pushes are handed to. */
import type { History } from './history.ts';
import type { Inbox } from './inbox.ts';
import type { Outbox } from './outbox.ts';
import type { ReceiptBatch } from './receipt-batch.ts';
import type { Roster } from './roster.ts';
import type { Threads } from './threads.ts';
import type { Typists } from './typists.ts';
import type { Wire } from './wire.ts';

export interface MessengerParts {
  readonly me: string;
  readonly wire: Wire;
  readonly roster: Roster;
  readonly threads: Threads;
  readonly inbox: Inbox;
  readonly history: History;
  readonly outbox: Outbox;
  readonly receipts: ReceiptBatch;
  readonly typists: Typists;
}
