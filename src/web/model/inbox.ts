/** Fetches the list of conversations, newest activity first. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Data, Feature } from '../../protocol/events.ts';
import type { ListedConversation } from '../../protocol/shapes.ts';
import { PageSize } from './page-size.ts';
import { Refresher } from './refresher.ts';
import type { Wire } from './wire.ts';

type Features = ReadonlySignal<readonly Feature[]>;

/** An older server would refuse what it does not know. */
export const listQuery = (features: Features, limit: number, cursor: string | null) => ({
  limit,
  preview: true,
  ...(features.peek().includes('rooms') && { rooms: true }),
  ...(cursor !== null && { cursor }),
});

const pageSize = 50;
/** Several pushes within this time cause one fetch. */
const gatherMs = 150;

export class Inbox {
  /** False until the first page has arrived, or the browser has told what it was last time. */
  readonly loaded = signal(false);
  /** False until the first page has arrived. */
  readonly confirmed = signal(false);
  /** How often the loaded part has been fetched. */
  readonly fetched = signal(0);
  readonly hasMore = signal(false);
  /** How many conversations are archived. */
  readonly archived = signal(0);
  readonly #wire: Wire;
  readonly #features: Features;
  readonly #learn: (conversations: readonly ListedConversation[]) => void;
  readonly #refresher: Refresher;
  readonly #size = new PageSize(pageSize);
  #pages = 1;

  constructor(wire: Wire, features: Features, learn: (conversations: readonly ListedConversation[]) => void) {
    this.#wire = wire;
    this.#features = features;
    this.#learn = learn;
    const canRun = () => wire.state.peek() === 'connected';
    this.#refresher = new Refresher(() => this.#fetch(), { canRun, failuresBefore: 2 });
  }

  /** The list is the one that the browser has kept. */
  restore(hasMore: boolean): void {
    this.loaded.value = true;
    this.hasMore.value = hasMore;
  }

  refresh(): Promise<void> {
    return this.#refresher.refresh();
  }

  refreshSoon(): void {
    this.#refresher.refreshSoon(gatherMs);
  }

  more(): Promise<void> {
    this.#pages += 1;
    return this.refresh();
  }

  stop(): void {
    this.#refresher.stop();
  }

  #fetchPage(cursor: string | null): Promise<Data<'conversations'>> {
    return this.#size.fetch(pageSize, (limit) =>
      this.#wire.request('conversations', listQuery(this.#features, limit, cursor)),
    );
  }

  async #fetch(): Promise<void> {
    let cursor: string | null = null;
    let page = 0;
    do {
      const answer: Data<'conversations'> = await this.#fetchPage(cursor);
      this.#learn(answer.conversations);
      this.archived.value = answer.archived ?? this.archived.peek();
      this.loaded.value = true;
      this.confirmed.value = true;
      cursor = answer.next;
      this.hasMore.value = cursor !== null;
      page += 1;
    } while (cursor !== null && page < this.#pages);
    this.fetched.value += 1;
  }
}
