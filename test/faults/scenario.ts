/** The type of a fault scenario and of the context it runs in. */
import type { BaseLoad } from './base-load.ts';
import type { UserPool } from './conversing-pairs.ts';
import type { FaultHistory } from './fault-history.ts';
import type { Nemesis } from './nemesis.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { TestBed, TestBedOptions } from './test-bed.ts';

/** A guarantee of a scenario beyond the verdicts, and whether it was kept. */
export interface Check {
  what: string;
  isKept: boolean;
  detail: string;
}

/** A figure that the scenario measured, with its goal. */
export interface Measure {
  what: string;
  value: string;
  goal: string;
}

/** The size of a run: `short` for every `npm test`, `full` for the figures. */
export type Tier = 'short' | 'full';

export interface ScenarioContext {
  bed: TestBed;
  nemesis: Nemesis;
  history: FaultHistory;
  pool: UserPool;
  load: BaseLoad;
  random: SeededRandom;
  tier: Tier;
  /** The number of pairs, and the messages per second of all pairs together. */
  pairs: number;
  rate: number;
  /** Answers `short` in the short tier and `full` otherwise. */
  amount(short: number, full: number): number;
  check(what: string, isKept: boolean, detail?: string): void;
  measure(what: string, value: string, goal: string): void;
  sleep(ms: number): Promise<void>;
}

export interface Scenario {
  /** The name in the catalogue: F1, RC1. */
  name: string;
  title: string;
  /** The options of an own test bed; without them the common one is used. */
  bed?: TestBedOptions;
  /** Adds the users; without it, the context's number of pairs with two devices each. */
  addUsers?(context: ScenarioContext): Promise<unknown>;
  /** How many pairs send files; one without it. */
  filePairs?: number;
  /** Runs without base load, bystanders and strangers. */
  isQuiet?: boolean;
  run(context: ScenarioContext): Promise<void>;
}
