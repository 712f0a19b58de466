/** The search of messages: page by page, the newest message first. It asks one thing at a time and drops stale answers. */
import { batch, computed, signal } from '@preact/signals';
import { findInMessage } from '../../../protocol/search/message-match.ts';
import { isBlank, readQuery } from '../../../protocol/search/search-query.ts';
import type { SearchPage } from '../../../protocol/search-shapes.ts';
import type { Message } from '../../../protocol/shapes.ts';
import { failureText } from '../failure-text.ts';
import { sendableQuery } from '../sendable-query.ts';
import type { Wire } from '../wire.ts';
import { WireFailure } from '../wire-failure.ts';
import { keyOf, type Range, type SearchHit } from './search-hit.ts';

const pageSize = 30;
const typingPauseMs = 250;
/** A page may have no hit and still not be the last one. After so many of them, the user decides whether to go on. */
const emptyPagesMax = 5;

/** `offline`: there is no connection to ask, and the hits are those of messages on this device. */
type SearchState = 'idle' | 'searching' | 'found' | 'failed' | 'offline';

/** Finds in the messages on this device. */
export type SearchOnDevice = (query: string, peer: string | null) => Promise<readonly SearchHit[]>;

export class PagedSearch {
  readonly query = signal('');
  /** The peer of the only conversation that is searched; null for all. */
  readonly peer = signal<string | null>(null);
  /** Those of the query before stay until the first answer. */
  readonly hits = signal<readonly SearchHit[]>([]);
  readonly state = signal<SearchState>('idle');
  /** The reason of the state `failed`, for the user. */
  readonly failure = signal('');
  /** The cursor of the next page; null after the last one. */
  readonly #next = signal<string | null>(null);
  readonly #wire: Wire;
  readonly #searchOnDevice: SearchOnDevice;
  readonly #rooms: () => boolean;
  /** Counts what was asked: the answer to an earlier one is stale. */
  #asked = 0;
  #isAsking = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param rooms - whether the server has messages of rooms. */
  constructor(wire: Wire, searchOnDevice: SearchOnDevice, rooms: () => boolean = () => false) {
    this.#wire = wire;
    this.#searchOnDevice = searchOnDevice;
    this.#rooms = rooms;
  }

  readonly hasMore = computed(() => this.#next.value !== null);

  type(query: string): void {
    if (query === this.query.peek()) return;
    this.query.value = query;
    this.#restart(typingPauseMs);
  }

  /** @param peer - of the only conversation to search; null for all. */
  searchWith(peer: string | null): void {
    if (peer === this.peer.peek()) return;
    this.peer.value = peer;
    this.#restart(0);
  }

  clear(): void {
    this.peer.value = null;
    this.type('');
  }

  /** Searches again: a failure may be over, or the connection is back. */
  now(): void {
    if (this.state.peek() === 'failed' && this.#next.peek() !== null) void this.more();
    else this.#restart(0);
  }

  /** The user does not type on: searches before the pause is over. */
  hurry(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#askInTime();
  }

  /** Fetches the next page. */
  async more(): Promise<void> {
    if (this.#next.peek() === null || this.state.peek() === 'searching') return;
    this.state.value = 'searching';
    await this.#ask();
  }

  /** Keeps the hits true: a message that has changed is perhaps no longer found. */
  learn(changed: Message): void {
    const { hits } = this;
    const isChanged = ({ message: { channelId, seq } }: SearchHit) =>
      channelId === changed.channelId && seq === changed.seq;
    if (!hits.peek().some(isChanged)) return;
    const { needles } = readQuery(sendableQuery(this.query.peek()));
    const names = changed.files?.map(({ name }) => name);
    const ranges = changed.deletedAt === undefined ? findInMessage(needles, changed.body, names) : null;
    hits.value = hits.peek().flatMap((hit) => {
      if (!isChanged(hit)) return [hit];
      return ranges ? [{ message: changed, ranges }] : [];
    });
  }

  #restart(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#asked += 1;
    const blank = isBlank(readQuery(sendableQuery(this.query.peek())));
    batch(() => {
      this.#next.value = null;
      this.failure.value = '';
      this.state.value = blank ? 'idle' : 'searching';
      if (blank) this.hits.value = [];
    });
    this.#timer = blank ? undefined : setTimeout(() => this.#askInTime(), delayMs);
  }

  #askInTime(): void {
    this.#timer = undefined;
    void this.#ask();
  }

  /** When the query changes meanwhile, the new one is asked after the answer to the old one. */
  async #ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    let asked: number;
    do {
      asked = this.#asked;
      await this.#attempt(asked);
    } while (asked !== this.#asked && this.#isDue());
    this.#isAsking = false;
  }

  /** False while the user may type on: the timer asks then. */
  #isDue(): boolean {
    return this.#timer === undefined && this.state.peek() === 'searching';
  }

  async #attempt(asked: number): Promise<void> {
    try {
      await this.#fetch(asked);
    } catch (error) {
      if (asked === this.#asked) await this.#fail(error, asked);
    }
  }

  async #fetch(asked: number): Promise<void> {
    if (this.#wire.state.peek() !== 'connected') throw new WireFailure('disconnected', 'not connected');
    const isFirst = this.#next.peek() === null;
    let found: readonly SearchHit[] = isFirst ? [] : this.hits.peek();
    const { length } = found;
    let next: string | null = this.#next.peek();
    for (let page = 0; page < emptyPagesMax && found.length === length; page += 1) {
      const answer = await this.#request(next);
      if (asked !== this.#asked) return;
      found = joined(found, answer);
      ({ next } = answer);
      if (next === null) break;
    }
    batch(() => {
      this.hits.value = found;
      this.#next.value = next;
      this.failure.value = '';
      this.state.value = 'found';
    });
  }

  #request(before: string | null): Promise<SearchPage> {
    const peer = this.peer.peek();
    return this.#wire.request('searchMessages', {
      query: sendableQuery(this.query.peek()),
      limit: pageSize,
      ...(peer === null ? this.#rooms() && { rooms: true } : { with: peer }),
      ...(before === null ? {} : { before }),
    });
  }

  async #fail(error: unknown, asked: number): Promise<void> {
    const isFirst = this.#next.peek() === null;
    const isOffline = isFirst && WireFailure.from(error).code === 'disconnected';
    const found = isOffline ? await this.#searchOnDevice(this.query.peek(), this.peer.peek()) : [];
    if (asked !== this.#asked) return;
    batch(() => {
      if (isFirst) this.hits.value = found;
      this.failure.value = failureText(error);
      this.state.value = isOffline ? 'offline' : 'failed';
    });
  }
}

/** Messages that were sent meanwhile move no page, and yet a message must not be shown twice. */
function joined(known: readonly SearchHit[], { hits }: SearchPage): readonly SearchHit[] {
  const found = hits.map(({ message, ranges }) => ({ message, ranges: ranges.map(toRange) }));
  const keys = new Set(known.map(keyOf));
  return [...known, ...found.filter((hit) => !keys.has(keyOf(hit)))];
}

const toRange = ([start = 0, end = start]: readonly number[]): Range => [start, end];
