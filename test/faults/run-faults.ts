/** `npm run faults`: plays fault scenarios for as long as asked, and reports what the checker found. */
import { parseArgs } from 'node:util';
import { countFaults, failures, totalsOf, writeHistory, writeReport } from './fault-report.ts';
import { plantedFaults } from './planted-faults.ts';
import { spreadText } from './run-figures.ts';
import { type RunResult, runScenario } from './run-scenario.ts';
import type { Scenario, Tier } from './scenario.ts';
import { scenarioNamed, scenarios } from './scenario-list.ts';
import { type BedOptions, startTestBed, type TestBed } from './test-bed.ts';

const usage = `npm run faults -- [options]

Plays fault scenarios on three nodes behind HAProxy with one MariaDB and one Redis, all started for it on the loopback
address, and checks afterwards that nothing acknowledged was lost, doubled or reordered. Exit code 1 on any violation.

  --scenario F4,F12|all   which ones, played in turn (all)
  --minutes N             for how long; each is played at least once (0)
  --tier short|full       how much of each (full)
  --seed S                of all choices; the run after next to it has S+1 (random)
  --rate R                messages a second (60)
  --pairs P               pairs of people, two devices each (12)
  --report DIR            where the report goes (faults-report)
  --keep                  writes the history of every run, not only of what was broken
  --list                  names the scenarios
`;

interface Wishes {
  wanted: readonly Scenario[];
  minutes: number;
  tier: Tier;
  seed: number;
  rate: number;
  pairs: number;
  folder: string;
  keep: boolean;
}

function readWishes(): Wishes {
  const { values } = parseArgs({
    options: {
      scenario: { type: 'string', default: 'all' },
      minutes: { type: 'string', default: '0' },
      tier: { type: 'string', default: 'full' },
      seed: { type: 'string', default: `${Math.floor(Math.random() * 1_000_000)}` },
      rate: { type: 'string', default: '60' },
      pairs: { type: 'string', default: '12' },
      report: { type: 'string', default: 'faults-report' },
      keep: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) leave(usage);
  if (values.list) leave(scenarios.map(({ name, title }) => `${name.padEnd(5)} ${title}`).join('\n'));
  const number = (name: 'minutes' | 'seed' | 'rate' | 'pairs') => {
    const value = Number(values[name]);
    if (!Number.isFinite(value) || value < 0) throw new Error(`--${name} takes a number.`);
    return value;
  };
  const { tier, report, keep } = values;
  if (tier !== 'short' && tier !== 'full') throw new Error('--tier is short or full.');
  const wanted = values.scenario === 'all' ? scenarios : values.scenario.split(',').map(scenarioNamed);
  const [minutes, seed, rate, pairs] = [number('minutes'), number('seed'), number('rate'), number('pairs')];
  return { wanted, minutes, tier, seed, rate, pairs, folder: report, keep };
}

function leave(text: string): never {
  process.stdout.write(`${text}\n`);
  process.exit(0);
}

/** One deployment for all scenarios that want the common one; others get their own. */
class Beds {
  #common: TestBed | null = null;

  async with<T>(options: BedOptions | undefined, use: (bed: TestBed) => Promise<T>): Promise<T> {
    if (!options) {
      this.#common ??= await startTestBed();
      return use(this.#common);
    }
    const bed = await startTestBed(options);
    return use(bed).finally(() => bed.stop());
  }

  /** After a run that failed itself, nobody knows in which state its deployment is. */
  async stop(): Promise<void> {
    await this.#common?.stop();
    this.#common = null;
  }
}

/** @param told - called after each run. */
async function playAll(wishes: Wishes, results: RunResult[], told: () => void): Promise<number> {
  const { wanted, minutes, tier, seed, rate, pairs, folder, keep } = wishes;
  const deadline = performance.now() + minutes * 60_000;
  const beds = new Beds();
  let crashes = 0;
  let round = 0;
  try {
    do {
      for (const scenario of wanted) {
        if (round >= wanted.length && performance.now() > deadline) break;
        const options = { seed: seed + round++, tier, rate, pairs };
        process.stdout.write(`${scenario.name} seed ${options.seed}: ${scenario.title} …\n`);
        try {
          const result = await beds.with(scenario.bed, (bed) => runScenario(bed, scenario, options));
          if (keep || !result.isClean) writeHistory(folder, result);
          result.history.events.length = 0;
          results.push(result);
          progress(result, results);
          told();
        } catch (error) {
          crashes += 1;
          console.error(`  ${scenario.name} could not be played to its end:`, error);
          await beds.stop();
        }
      }
    } while (performance.now() < deadline);
  } finally {
    await beds.stop();
  }
  return crashes;
}

function progress(result: RunResult, results: readonly RunResult[]): void {
  const { figures, faults, tookMs, isClean } = result;
  const totals = totalsOf(results);
  process.stdout.write(
    `  ${isClean ? 'clean' : 'BROKEN'} in ${(tookMs / 1_000).toFixed(0)} s: ${figures.acked} acknowledged, ` +
      `${countFaults(faults)} faults, delivery ${spreadText(figures.delivery)}` +
      ` (in all ${totals.acked}, ${totals.faults}, ${totals.violations} violations)\n`,
  );
  for (const failure of failures(result)) process.stdout.write(`  ! ${failure}\n`);
}

try {
  const wishes = readWishes();
  const { seed, tier, rate, pairs, wanted, minutes, folder } = wishes;
  const names = wanted === scenarios ? 'all' : wanted.map(({ name }) => name).join();
  const repeat = `npm run faults -- --scenario ${names} --minutes ${minutes} --tier ${tier} --seed ${seed} --rate ${rate} --pairs ${pairs}`;
  process.stdout.write(`${repeat}\nBefore each run the checker has to find ${plantedFaults.length} planted faults.\n`);
  const results: RunResult[] = [];
  // Written anew after each run: what hours of runs have found must not depend on the last one.
  let files: string[] = [];
  const crashes = await playAll(wishes, results, () => {
    files = writeReport(folder, results, repeat);
  });
  process.stdout.write(`${JSON.stringify(totalsOf(results))}\n${files.join('\n')}\n`);
  process.exit(crashes > 0 || results.some(({ isClean }) => !isClean) ? 1 : 0);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
