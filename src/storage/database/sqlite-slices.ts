/** Divides reads into slices of the event loop, so that other work goes on between them. */
export interface Slices {
  /** Resolves at once, or in the next turn of the event loop when the reads of this turn have lasted too long. */
  next(): Promise<void>;
}

/** @param maxMs - how long the reads of one turn may last together, with all that follows them in the same turn. */
export function createSlices(maxMs: number): Slices {
  let startedAt: number | null = null;

  async function next(): Promise<void> {
    if (startedAt !== null && performance.now() - startedAt > maxMs) await new Promise(setImmediate);
    if (startedAt !== null) return;
    startedAt = performance.now();
    setImmediate(() => {
      startedAt = null;
    });
  }

  return { next };
}
