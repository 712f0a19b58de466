/** How far back a node looks for what others have done, when it looks again and again: no further than it must, and over no gap. */

/** Looked at twice, in milliseconds: a commit becomes visible later than its time says. */
const overlapMs = 10_000;

/** Answers what runs a look with its window in milliseconds: since the beginning of the last one that went well, and a bit. */
export function createLookBack(): (look: (windowMs: number) => Promise<void>) => Promise<void> {
  // Not the clock of the day, which may jump.
  let lookedAt = performance.now();
  return async (look) => {
    const started = performance.now();
    await look(started - lookedAt + overlapMs);
    lookedAt = started;
  };
}
