/** Prolongs a turn to write an upload until it ends or is lost. */

/** In milliseconds. The lease ends after 10 s; without a confirmation for `valid` another node may soon have it. */
const times = { prolong: 3_000, valid: 8_000 };

export interface TurnHolder {
  /** Of `performance.now()`: from then on the holder may not write, unless the turn was prolonged. */
  validUntil: number;
  /** Another node may write the upload from now on. */
  lose(): void;
}

/**
 * @param takenAt - of `performance.now()`, before the turn was asked for.
 * @param prolong - answers false when another writer has the turn.
 * @returns the function that ends it.
 */
export function holdTurn(
  holder: TurnHolder,
  takenAt: number,
  prolong: () => Promise<boolean>,
  onDefect: (error: unknown) => void,
): () => void {
  holder.validUntil = takenAt + times.valid;
  let isEnded = false;
  const timer = setInterval(() => void tick(), times.prolong).unref();
  const stop = () => {
    isEnded = true;
    clearInterval(timer);
  };
  async function tick(): Promise<void> {
    const askedAt = performance.now();
    const isProlonged =
      askedAt <= holder.validUntil &&
      (await prolong().catch((error) => {
        onDefect(error);
        return false;
      }));
    if (isEnded) return;
    if (isProlonged) holder.validUntil = askedAt + times.valid;
    else {
      stop();
      holder.lose();
    }
  }
  return stop;
}
