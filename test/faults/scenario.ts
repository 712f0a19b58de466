/** What a fault scenario is, and what it is given to work with. */
import type { BaseLoad } from './base-load.ts';
import type { Cast } from './conversing-pairs.ts';
import type { FaultHistory } from './fault-history.ts';
import type { Nemesis } from './nemesis.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { BedOptions, TestBed } from './test-bed.ts';

/** What a scenario promises beyond the verdicts. */
export interface Check {
  what: string;
  isKept: boolean;
  detail: string;
}

/** A number the scenario measured, with the goal it is held against. */
export interface Measure {
  what: string;
  value: string;
  goal: string;
}

/** How much of it: `short` for every `npm test`, `full` for the figures. */
export type Tier = 'short' | 'full';

export interface Stage {
  bed: TestBed;
  nemesis: Nemesis;
  history: FaultHistory;
  cast: Cast;
  load: BaseLoad;
  random: SeededRandom;
  tier: Tier;
  /** How many pairs, and how many messages a second they write together. */
  pairs: number;
  rate: number;
  /** The first of the two in the short tier, the second otherwise. */
  amount(short: number, full: number): number;
  check(what: string, isKept: boolean, detail?: string): void;
  measure(what: string, value: string, goal: string): void;
  sleep(ms: number): Promise<void>;
}

export interface Scenario {
  /** As in the catalogue: F1, RC1. */
  name: string;
  title: string;
  /** A deployment of its own, other than the common one. */
  bed?: BedOptions;
  /** The people who write, other than so many pairs with two devices each. */
  people?(stage: Stage): Promise<unknown>;
  /** Without the messages that pairs exchange meanwhile. */
  isQuiet?: boolean;
  run(stage: Stage): Promise<void>;
}
