/** Runs one fetch at a time: joins calls made meanwhile, and repeats the fetch with backoff after a failure. */
import { backoffMs } from './backoff.ts';
import { WireFailure } from './wire-failure.ts';

interface RefresherOptions {
  /** While it returns false, nothing is fetched or retried. The owner calls `refresh` when it returns true again. */
  canRun?: () => boolean;
  /** How many failed attempts the backoff of the first retry counts. */
  failuresBefore?: number;
}

export class Refresher {
  readonly #fetch: (abandoned: AbortSignal) => Promise<void>;
  readonly #canRun: () => boolean;
  readonly #failuresBefore: number;
  #failures = 0;
  #running: Promise<void> | null = null;
  #runAgain = false;
  #abandon = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  /** @param fetch - must ignore an answer that arrives after `abandoned` is aborted. */
  constructor(
    fetch: (abandoned: AbortSignal) => Promise<void>,
    { canRun = () => true, failuresBefore = 0 }: RefresherOptions = {},
  ) {
    this.#fetch = fetch;
    this.#canRun = canRun;
    this.#failuresBefore = failuresBefore;
  }

  /** Fetches now. During a fetch, one more fetch follows. The promise never rejects: a failure schedules a retry. */
  refresh(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#running) {
      this.#runAgain = true;
      return this.#running;
    }
    return this.#canStart() ? this.#start() : Promise.resolve();
  }

  /** Fetches now, unless a retry or a planned fetch is waiting. */
  refreshUnlessWaiting(): void {
    if (this.#timer === undefined) void this.refresh();
  }

  /**
   * Plans one fetch; a fetch that is planned already keeps its time.
   * @param isNeeded - asked when the time has come.
   */
  refreshSoon(delayMs: number, isNeeded: () => boolean = () => true): void {
    if (this.#timer === undefined) this.#plan(delayMs, isNeeded);
  }

  /** Abandons the current fetch and plans a new one. Each call postpones the planned fetch. */
  restartSoon(delayMs: number): void {
    this.#abandonRun();
    this.#plan(delayMs);
  }

  /** Ends every fetch and retry for good. */
  stop(): void {
    this.#stopped = true;
    this.#abandonRun();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #canStart(): boolean {
    return !this.#stopped && this.#canRun();
  }

  #start(): Promise<void> {
    const { signal } = this.#abandon;
    let finish = () => {};
    const running = new Promise<void>((resolve) => {
      finish = resolve;
    });
    // Set before the first fetch starts, because that fetch may call `refresh`.
    this.#running = running;
    void this.#run(signal).then(finish);
    return running;
  }

  async #run(abandoned: AbortSignal): Promise<void> {
    do {
      this.#runAgain = false;
      await this.#attempt(abandoned);
    } while (this.#runAgain && !abandoned.aborted && this.#canStart());
    if (!abandoned.aborted) this.#running = null;
  }

  async #attempt(abandoned: AbortSignal): Promise<void> {
    try {
      await this.#fetch(abandoned);
      if (!abandoned.aborted) this.#failures = 0;
    } catch (error) {
      if (!abandoned.aborted) this.#retry(WireFailure.from(error));
    }
  }

  /** The retry also covers the calls that arrived during the failed fetch. */
  #retry({ retryAfterMs }: WireFailure): void {
    const delayMs = retryAfterMs ?? backoffMs(this.#failuresBefore + this.#failures);
    this.#failures += 1;
    this.#runAgain = false;
    if (this.#canStart()) this.#plan(delayMs);
  }

  #plan(delayMs: number, isNeeded: () => boolean = () => true): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (isNeeded()) void this.refresh();
    }, delayMs);
  }

  #abandonRun(): void {
    this.#abandon.abort();
    this.#abandon = new AbortController();
    this.#running = null;
    this.#runAgain = false;
  }
}
