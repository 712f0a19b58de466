/** One measured figure: what it is, ours, the reference beside it, and the goal. */
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
  /** Ours by the reference's of the same repetition. */
  ratio: Spread | null;
  /** Of the ratio where there is one, else of the value. */
  goal: Goal | null;
}

export const atLeast = (value: number): Goal => ({ kind: 'at least', value });
export const atMost = (value: number): Goal => ({ kind: 'at most', value });

interface Comparison {
  what: string;
  unit: string;
  ours: readonly number[];
  reference: readonly number[];
  /** What the reference is. */
  against: string;
  goal?: Goal;
}

/** @param comparison - one value for each repetition, ours and the reference's in the same order. */
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

/** Null where no goal is set. */
export function isReached({ goal, ratio, ours }: Figure): boolean | null {
  if (!goal) return null;
  const { median } = ratio ?? ours;
  return goal.kind === 'at least' ? median >= goal.value : median <= goal.value;
}
