/** The budget of what one connection sends: small before the handshake is complete, larger afterwards. */
import { type Budget, createBudget } from '../policy/budget.ts';
import { floodLimits } from '../policy/connection-limits.ts';

const strangerLimits = {
  packets: 'strangerPackets',
  frames: 'strangerFrames',
  reads: 'strangerReads',
  bytes: 'strangerBytes',
} as const;

type Part = keyof typeof strangerLimits;
type InboundLimit = Part | (typeof strangerLimits)[Part];

export interface InboundBudget {
  /** Answers the limit that is exceeded, if one is. */
  spend(part: Part, points?: number): InboundLimit | null;
  /** From now on the larger budget applies. */
  identify(): void;
}

export function createInboundBudget(): InboundBudget {
  const budgets = new Map<InboundLimit, Budget>();
  let isIdentified = false;
  return {
    spend(part, points = 1) {
      const limit = isIdentified ? part : strangerLimits[part];
      const budget = budgets.get(limit) ?? createBudget(floodLimits[limit]);
      budgets.set(limit, budget);
      return budget.spend(points) ? null : limit;
    },
    identify() {
      isIdentified = true;
    },
  };
}
