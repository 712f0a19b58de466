/** A budget of points per period for one holder, without a timer. */

export interface Budget {
  /** Spends points, one by default; answers whether they were left. */
  spend(points?: number): boolean;
}

export function createBudget({ points, seconds }: { points: number; seconds: number }): Budget {
  let left = points;
  let since = performance.now();
  return {
    spend(spent = 1) {
      const now = performance.now();
      if (now - since >= seconds * 1_000) {
        left = points;
        since = now;
      }
      left -= spent;
      return left >= 0;
    },
  };
}
