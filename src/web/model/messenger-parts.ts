/** The parts of the messenger that receive pushes. */
import type { Signal } from '@preact/signals';
import type { Feature, Welcome } from '../../protocol/events.ts';
import type { Message } from '../../protocol/shapes.ts';
import type { Arrivals } from './arrivals.ts';
import type { CommandQueue } from './commands/command-queue.ts';
import type { Directory } from './directory.ts';
import type { History } from './history.ts';
import type { Inbox } from './inbox.ts';
import type { KnownConversations } from './known-conversations.ts';
import type { ReceiptBatch } from './receipt-batch.ts';
import type { TypingPeers } from './typing-peers.ts';
import type { UserCache } from './user-cache.ts';
import type { Wire } from './wire.ts';

export interface MessengerParts {
  readonly me: string;
  readonly wire: Wire;
  readonly users: UserCache;
  readonly directory: Directory;
  readonly conversations: KnownConversations;
  readonly inbox: Inbox;
  readonly history: History;
  readonly commands: CommandQueue;
  readonly receipts: ReceiptBatch;
  readonly typing: TypingPeers;
  readonly arrivals: Arrivals;
  /** The message that was sent or changed last, loaded or not. */
  readonly changed: Signal<Message | null>;
  /** The additions to the contract that the server speaks; empty before it has answered. */
  readonly features: Signal<readonly Feature[]>;
  /** Those that the server has told last; null before. */
  readonly limits: Signal<Welcome['limits'] | null>;
}
