/** Describes one measured figure: its name, Duologue's value, the reference's value and the goal. */
import { type Spread, spreadOf } from './statistics.ts';

export interface Goal {
  kind: 'at least' | 'at most';
  value: number;
}

export interface Figure {
  what: string;
  unit: string;
  ours: Spread;
  reference: (Spread & { name: string }) | null;
  /** Duologue's value divided by the reference's of the same repetition. */
  ratio: Spread | null;
  /** Applies to the ratio if there is one, else to the value. */
  goal: Goal | null;
}

export const atLeast = (value: number): Goal => ({ kind: 'at least', value });
export const atMost = (value: number): Goal => ({ kind: 'at most', value });

interface Comparison {
  what: string;
  unit: string;
  ours: readonly number[];
  reference: readonly number[];
  /** Names the reference. */
  against: string;
  goal?: Goal;
}

/** @param comparison - one value per repetition; `ours` and `reference` are in the same order. */
export function compare({ what, unit, ours, reference, against, goal }: Comparison): Figure {
  const ratios = ours.map((value, index) => value / (reference[index] ?? Number.NaN));
  return {
    what,
    unit,
    ours: spreadOf(ours),
    reference: { name: against, ...spreadOf(reference) },
    ratio: spreadOf(ratios),
    goal: goal ?? null,
  };
}

export function figureOf(what: string, unit: string, values: readonly number[], goal?: Goal): Figure {
  return { what, unit, ours: spreadOf(values), reference: null, ratio: null, goal: goal ?? null };
}

/** Null when no goal is set. */
export function isReached({ goal, ratio, ours }: Figure): boolean | null {
  if (!goal) return null;
  const { median } = ratio ?? ours;
  return goal.kind === 'at least' ? median >= goal.value : median <= goal.value;
}
