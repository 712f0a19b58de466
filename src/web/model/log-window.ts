/** Selects the rows of a long conversation that are drawn: at the end, or at the place where the user reads. */
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Row } from './transcript.ts';

const maxRows = 200;
const step = 50;
/** Few enough that a slow phone answers the user between two steps. */
const growth = 10;

export class LogWindow {
  readonly #rows: ReadonlySignal<readonly Row[]>;
  /** The key of the first drawn row; null while the window follows the end. */
  readonly #top = signal<string | null>(null);

  readonly #max: Signal<number>;

  /** @param first - at most so many rows are drawn until `grow` is called often enough, or the window leaves the end. */
  constructor(rows: ReadonlySignal<readonly Row[]>, first = maxRows) {
    this.#rows = rows;
    this.#max = signal(Math.min(first, maxRows));
  }

  /** Draws some more rows. Returns false once the window has its full size. */
  grow(): boolean {
    this.#max.value = Math.min(this.#max.peek() + growth, maxRows);
    return this.#max.peek() < maxRows;
  }

  readonly #start = computed(() => {
    const lowest = Math.max(0, this.#rows.value.length - this.#max.value);
    const topKey = this.#top.value;
    const top = topKey === null ? -1 : this.#rows.value.findIndex(({ key }) => key === topKey);
    return top < 0 ? lowest : Math.min(top, lowest);
  });

  /** Apart from the rows, so that a window which grows beyond them draws nothing again. */
  readonly #end = computed(() => Math.min(this.#start.value + this.#max.value, this.#rows.value.length));

  readonly drawn = computed(() => this.#rows.value.slice(this.#start.value, this.#end.value));
  readonly hidesOlder = computed(() => this.#start.value > 0);
  readonly hidesNewer = computed(() => this.#end.value < this.#rows.value.length);

  /** The newest row, drawn or not. */
  get newest(): Row | undefined {
    return this.#rows.peek().at(-1);
  }

  /** Finds a row, drawn or not. */
  find(matches: (row: Row) => boolean): Row | undefined {
    return this.#rows.peek().find(matches);
  }

  follow(): void {
    this.#top.value = null;
  }

  /** Called when the user leaves the end: new messages must not move the rows that the user reads. */
  stay(): void {
    if (this.#top.peek() === null) this.#moveTo(this.#start.peek());
  }

  /** Returns false when no known row lies above the window. */
  up(): boolean {
    if (!this.hidesOlder.peek()) return false;
    this.#moveTo(this.#start.peek() - step);
    return true;
  }

  down(): void {
    if (this.hidesNewer.peek()) this.#moveTo(this.#start.peek() + step);
  }

  /** Moves the window so that it draws this row. */
  reveal(key: string): void {
    this.stay();
    if (this.drawn.peek().some((row) => row.key === key)) return;
    this.#moveTo(this.#rows.peek().findIndex((row) => row.key === key) - maxRows / 2);
  }

  #moveTo(start: number): void {
    this.#max.value = maxRows;
    this.#top.value = this.#rows.peek()[Math.max(0, start)]?.key ?? null;
  }
}
