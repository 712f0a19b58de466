/** Grants turns one after the other, in the order in which they were asked for. */
export interface Turns {
  /** Resolves when the turn has come; the answer ends it. */
  take(): Promise<() => void>;
}

export function createTurns(): Turns {
  let last = Promise.resolve();
  return {
    take() {
      const earlier = last;
      let end = () => {};
      last = new Promise((resolve) => {
        end = resolve;
      });
      return earlier.then(() => end);
    },
  };
}
