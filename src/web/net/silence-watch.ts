/** Notices that the server is silent while an answer is awaited. Whatever arrives ends the silence. */
export class SilenceWatch {
  readonly #onSilent: (limitMs: number) => void;
  readonly #limits = new Set<{ readonly ms: number }>();
  #heardAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(onSilent: (limitMs: number) => void) {
    this.#onSilent = onSilent;
  }

  /** Awaits an answer; the returned function is called when it has come, or will not come. */
  await(limitMs: number): () => void {
    const limit = { ms: limitMs };
    if (this.#limits.size === 0) this.#heardAt = performance.now();
    this.#limits.add(limit);
    this.#arm();
    return () => {
      this.#limits.delete(limit);
      this.#arm();
    };
  }

  heard(): void {
    this.#heardAt = performance.now();
    this.#arm();
  }

  #arm(): void {
    clearTimeout(this.#timer);
    if (this.#limits.size === 0) return;
    const limitMs = Math.max(...[...this.#limits].map(({ ms }) => ms));
    const leftMs = this.#heardAt + limitMs - performance.now();
    this.#timer = setTimeout(() => this.#onSilent(limitMs), leftMs);
  }
}
