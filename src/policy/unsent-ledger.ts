/** Bounds the bytes that wait for clients that do not read: of each connection, of each user or address, and of the node. */
import { sizeLimits } from './connection-limits.ts';
import type { OnLimit } from './limit-table.ts';

/** A connection or an answer that holds bytes until its client reads them. */
export interface Waiter {
  /** The user, or the address block of a request without one. */
  owner: string;
  address: string | undefined;
  unsent(): number;
  /** Drops what waits. */
  end(): void;
}

type Bound = 'unsentBytesAtOnce' | 'unsentBytesOfUser' | 'unsentBytesOfNode';
type SharedBound = Exclude<Bound, 'unsentBytesAtOnce'>;

/** Its bytes are an upper bound between two counts: what was written since is taken for unsent. */
interface Sum {
  bytes: number;
  waiters: Set<Waiter>;
}

export class UnsentLedger {
  readonly #onLimit: OnLimit;
  readonly #node: Sum = { bytes: 0, waiters: new Set() };
  readonly #owners = new Map<string, Sum>();
  readonly #noted = new Map<Waiter, number>();

  constructor(onLimit: OnLimit) {
    this.#onLimit = onLimit;
  }

  add(waiter: Waiter): void {
    const owner = this.#owners.get(waiter.owner) ?? { bytes: 0, waiters: new Set() };
    this.#owners.set(waiter.owner, owner);
    for (const { waiters } of [owner, this.#node]) waiters.add(waiter);
    this.#noted.set(waiter, 0);
  }

  remove(waiter: Waiter): void {
    const owner = this.#owners.get(waiter.owner);
    if (!owner || !this.#noted.has(waiter)) return;
    this.#note(waiter, 0);
    this.#noted.delete(waiter);
    for (const { waiters } of [owner, this.#node]) waiters.delete(waiter);
    if (owner.waiters.size === 0) this.#owners.delete(waiter.owner);
  }

  /** Ends the largest waiters when these bytes exceed a bound. */
  grew(waiter: Waiter, bytes: number): void {
    const before = this.#noted.get(waiter);
    const owner = this.#owners.get(waiter.owner);
    if (before === undefined || !owner) return;
    const { points } = sizeLimits.unsentBytesAtOnce;
    const waiting = before + bytes > points ? waiter.unsent() + bytes : before + bytes;
    this.#note(waiter, waiting);
    if (waiting > points) this.#drop(waiter, 'unsentBytesAtOnce');
    this.#bound(owner, 'unsentBytesOfUser');
    this.#bound(this.#node, 'unsentBytesOfNode');
  }

  #note(waiter: Waiter, bytes: number): void {
    const added = bytes - (this.#noted.get(waiter) ?? 0);
    this.#noted.set(waiter, bytes);
    this.#node.bytes += added;
    const owner = this.#owners.get(waiter.owner);
    if (owner) owner.bytes += added;
  }

  #drop(waiter: Waiter, limit: Bound): void {
    this.#onLimit(limit, waiter.address);
    this.remove(waiter);
    waiter.end();
  }

  #bound(sum: Sum, limit: SharedBound): void {
    const { points } = sizeLimits[limit];
    if (sum.bytes <= points) return;
    for (const waiter of sum.waiters) this.#note(waiter, waiter.unsent());
    const notedOf = (waiter: Waiter) => this.#noted.get(waiter) ?? 0;
    for (const waiter of [...sum.waiters].sort((a, b) => notedOf(b) - notedOf(a))) {
      if (sum.bytes <= points) return;
      this.#drop(waiter, limit);
    }
  }
}
