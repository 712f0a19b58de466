/** Sends pushes in the background: one at a time for each subscription, with retries, bounded by count and by bytes. */
import PQueue from 'p-queue';
import type { PushTarget } from '../engine/ports/push-port.ts';
import type { PushNotice } from '../protocol/push-notice.ts';
import type { PushRequests } from './push-request.ts';

/** Requests at the same time. */
const requestsMax = 32;
const pushesMax = 5_000;
const bytesMax = 8 * 1024 * 1024;
/** Of a push without its text. */
const overheadBytes = 1_500;
/** Waits before the second, third and fourth try, in milliseconds; the fourth is the last. */
const waitsMs = [1_000, 5_000, 25_000];
/** The longest wait that a push service may ask for, in milliseconds. */
const waitMaxMs = 60_000;

export type QueueOutcome = 'sent' | 'gone' | 'refused' | 'failed' | 'dropped';

export interface QueueParts {
  requests: PushRequests;
  onGone(target: PushTarget): void;
  count(outcome: QueueOutcome): void;
}

/** The pushes for one subscription. */
interface Lane {
  target: PushTarget;
  /** By conversation, so that a newer push replaces an older one that still waits. */
  waiting: Map<string, { notice: PushNotice; tries: number }>;
  isBusy: boolean;
}

const bytesOf = ({ body = '', name = '', room = '' }: PushNotice) =>
  overheadBytes + 2 * (body.length + name.length + room.length);

export class PushQueue {
  readonly #parts: QueueParts;
  readonly #lanes = new Map<string, Lane>();
  readonly #slots = new PQueue({ concurrency: requestsMax });
  readonly #timers = new Set<NodeJS.Timeout>();
  #count = 0;
  #bytes = 0;
  #isClosed = false;

  constructor(parts: QueueParts) {
    this.#parts = parts;
  }

  get size(): number {
    return this.#count;
  }

  send(target: PushTarget, notice: PushNotice): void {
    if (this.#isClosed) return;
    const lane = this.#laneOf(target);
    this.#forget(lane, notice.tag);
    if (this.#count >= pushesMax || this.#bytes + bytesOf(notice) > bytesMax) {
      this.#parts.count('dropped');
      this.#leave(lane);
      return;
    }
    this.#put(lane, notice, 0);
    if (!lane.isBusy) void this.#run(lane);
  }

  /** Waits for the requests under way and for those that need no further try, at most until the time has passed. */
  async close(withinMs: number): Promise<void> {
    this.#isClosed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    const late = new Promise((resolve) => setTimeout(resolve, withinMs).unref());
    await Promise.race([this.#slots.onIdle(), late]);
    this.#slots.clear();
    this.#parts.requests.close();
  }

  #laneOf(target: PushTarget): Lane {
    const known = this.#lanes.get(target.sessionId);
    const lane = known ?? { target, waiting: new Map(), isBusy: false };
    lane.target = target;
    this.#lanes.set(target.sessionId, lane);
    return lane;
  }

  async #run(lane: Lane): Promise<void> {
    lane.isBusy = true;
    for (const [tag, { notice, tries }] of lane.waiting) {
      this.#forget(lane, tag);
      const { target } = lane;
      const outcome = await this.#slots.add(() => this.#parts.requests.send(target, notice));
      const waitMs = outcome?.kind === 'failed' ? (outcome.retryAfterMs ?? waitsMs[tries]) : undefined;
      const mayRetry = waitMs !== undefined && tries < waitsMs.length && !this.#isClosed;
      if (!mayRetry) this.#parts.count(outcome?.kind ?? 'dropped');
      if (outcome?.kind === 'gone') {
        for (const left of lane.waiting.keys()) this.#forget(lane, left);
        this.#parts.onGone(target);
      }
      if (!mayRetry) continue;
      // A newer push of the same conversation says more.
      if (!lane.waiting.has(tag)) this.#put(lane, notice, tries + 1);
      return this.#later(lane, Math.min(waitMs, waitMaxMs));
    }
    lane.isBusy = false;
    this.#leave(lane);
  }

  #later(lane: Lane, ms: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#run(lane);
    }, ms).unref();
    this.#timers.add(timer);
  }

  #put(lane: Lane, notice: PushNotice, tries: number): void {
    lane.waiting.set(notice.tag, { notice, tries });
    this.#count += 1;
    this.#bytes += bytesOf(notice);
  }

  #forget(lane: Lane, tag: string): void {
    const known = lane.waiting.get(tag);
    if (!known) return;
    lane.waiting.delete(tag);
    this.#count -= 1;
    this.#bytes -= bytesOf(known.notice);
  }

  #leave(lane: Lane): void {
    if (!lane.isBusy && lane.waiting.size === 0) this.#lanes.delete(lane.target.sessionId);
  }
}
