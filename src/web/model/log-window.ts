/** The part of a conversation that is drawn: a few hundred rows, which follow the end or stay with whoever reads further up. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Row } from './transcript.ts';

const most = 200;
const step = 50;

export class LogWindow {
  readonly #rows: ReadonlySignal<readonly Row[]>;
  /** The row that the window begins with; null while it follows the end. */
  readonly #top = signal<string | null>(null);

  constructor(rows: ReadonlySignal<readonly Row[]>) {
    this.#rows = rows;
  }

  readonly #start = computed(() => {
    const lowest = Math.max(0, this.#rows.value.length - most);
    const top = this.#rows.value.findIndex(({ key }) => key === this.#top.value);
    return top < 0 ? lowest : Math.min(top, lowest);
  });

  readonly drawn = computed(() => this.#rows.value.slice(this.#start.value, this.#start.value + most));
  readonly hidesOlder = computed(() => this.#start.value > 0);
  readonly hidesNewer = computed(() => this.#start.value + most < this.#rows.value.length);

  /** The newest row, drawn or not. */
  get newest(): Row | undefined {
    return this.#rows.peek().at(-1);
  }

  follow(): void {
    this.#top.value = null;
  }

  /** The reader has left the end: what comes there must not push away what is read. */
  stay(): void {
    if (this.#top.peek() === null) this.#moveTo(this.#start.peek());
  }

  /** False when there is nothing above that could be drawn. */
  up(): boolean {
    if (!this.hidesOlder.peek()) return false;
    this.#moveTo(this.#start.peek() - step);
    return true;
  }

  down(): void {
    if (this.hidesNewer.peek()) this.#moveTo(this.#start.peek() + step);
  }

  #moveTo(start: number): void {
    this.#top.value = this.#rows.peek()[Math.max(0, start)]?.key ?? null;
  }
}
