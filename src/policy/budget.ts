/** A budget of points per period for one holder, without a timer. */

export interface Budget {
  /** Spends one point; answers whether one was left. */
  spend(): boolean;
}

export function createBudget({ points, seconds }: { points: number; seconds: number }): Budget {
  let left = points;
  let since = performance.now();
  return {
    spend() {
      const now = performance.now();
      if (now - since >= seconds * 1_000) {
        left = points;
        since = now;
      }
      left -= 1;
      return left >= 0;
    },
  };
}
