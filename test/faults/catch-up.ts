/** Fetches what a device misses of its conversation: newer messages, changes, and whether its user is in the room. */
import type { Message } from '../../src/protocol/shapes.ts';
import { backoffMs } from '../../src/web/model/backoff.ts';
import type { ClientNotes, How } from './client-notes.ts';
import type { Address } from './conversation-address.ts';
import type { LiveSocket } from './live-socket.ts';
import type { Outcome } from './recorded-calls.ts';
import type { RevCursor } from './rev-cursor.ts';
import type { RoomMembership } from './room-membership.ts';

const pageSize = 100;

export interface CatchUpParts {
  socket: LiveSocket;
  address: Address;
  notes: ClientNotes;
  membership: RoomMembership;
  cursor: RevCursor;
  /** The highest seq without a gap below it. */
  top(): number;
  isStopped(): boolean;
  receive(message: Message, how: How, call: number | undefined): void;
}

export class CatchUp {
  readonly #parts: CatchUpParts;
  #isRunning = false;
  #isDue = false;

  constructor(parts: CatchUpParts) {
    this.#parts = parts;
  }

  /** Fetches pages until nothing newer is missing; a call during a fetch starts another round. */
  async run(): Promise<void> {
    const { socket, isStopped } = this.#parts;
    this.#isDue = true;
    if (this.#isRunning) return;
    this.#isRunning = true;
    for (let failures = 0; this.#isDue && socket.isConnected && !isStopped(); ) {
      this.#isDue = false;
      if (await this.#fetchAll()) continue;
      this.#isDue = true;
      await sleep(backoffMs(failures++));
    }
    this.#isRunning = false;
  }

  /** A user who is not in the room has nothing to fetch. */
  async #fetchAll(): Promise<boolean> {
    const { membership } = this.#parts;
    if (!(await membership.ask())) return false;
    return !membership.isMember || ((await this.#fetchNewer()) && (await this.#fetchChanges()));
  }

  async #fetchNewer(): Promise<boolean> {
    const { socket, address, top, receive, notes } = this.#parts;
    const { conversation } = address;
    for (;;) {
      const payload = { ...address.with, after: top(), limit: pageSize };
      const outcome = await socket.call('page', 'chatHistory', payload, { conversation });
      if (outcome.phase !== 'ok') return this.#isRemoved(outcome);
      const { messages, hasMore } = outcome.data;
      for (const message of messages) receive(message, 'fetch', outcome.call);
      notes.readStates(outcome.data, outcome.call);
      if (!hasMore || messages.length === 0) return true;
    }
  }

  async #fetchChanges(): Promise<boolean> {
    const { socket, address, cursor, receive } = this.#parts;
    const { conversation } = address;
    for (;;) {
      const payload = { ...address.with, after: cursor.rev, limit: pageSize };
      const outcome = await socket.call('feed', 'chatChanges', payload, { conversation });
      if (outcome.phase !== 'ok') return this.#isRemoved(outcome);
      const { messages, rev, hasMore } = outcome.data;
      for (const message of messages) receive(message, 'feed', outcome.call);
      cursor.reach(hasMore ? (messages.at(-1)?.rev ?? 0) : rev);
      if (!hasMore) return true;
    }
  }

  /** The user may have been removed since the list was answered; then there is nothing to fetch. */
  #isRemoved(outcome: Outcome<unknown>): boolean {
    const { address, membership } = this.#parts;
    const isRemoved = address.room !== undefined && outcome.phase === 'fail' && outcome.code === 'not_found';
    if (isRemoved) membership.isMember = false;
    return isRemoved;
  }
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
