/** `npm run faults`: runs fault scenarios for a given time and reports the findings of the checker. */
import { parseArgs } from 'node:util';
import { failures, kindsText, placesText, totalsOf, writeHistory, writeReport } from './fault-report.ts';
import { plantedFaults } from './planted-faults.ts';
import { spreadText, sumOf } from './run-figures.ts';
import { type RunResult, runScenario } from './run-scenario.ts';
import type { Scenario, Tier } from './scenario.ts';
import { scenarioNamed, scenarios } from './scenario-list.ts';
import { startTestBed, type TestBed, type TestBedOptions } from './test-bed.ts';

const usage = `npm run faults -- [options]

Runs fault scenarios on three nodes behind HAProxy with one MariaDB and one Redis, all started on the loopback address.
Checks afterwards that no acknowledged message or change is lost, doubled or out of order, and that every device shows the same.
Exits with code 1 on any violation.

  --scenario F4,F12|all   the scenarios, run in turn (all)
  --minutes N             the duration; each scenario runs at least once (0)
  --commands N            goes on until so many commands are acknowledged (0)
  --faults N              goes on until there were so many faults (0)
  --tier short|full       the size of each scenario (full)
  --seed S                the seed of all random choices; the next run has S+1 (random)
  --rate R                commands per second, a third of them changes (60)
  --pairs P               pairs of users, two devices each (12); a room of 3 to 6 users for every four pairs
  --report DIR            the folder of the report (faults-report)
  --keep                  writes the history of every run, not only of failed runs
  --list                  lists the scenarios
`;

/** Runs that cannot be completed bring no figure nearer. */
const crashesMax = 20;

interface RunFaultsOptions {
  wanted: readonly Scenario[];
  minutes: number;
  commands: number;
  faults: number;
  tier: Tier;
  seed: number;
  rate: number;
  pairs: number;
  folder: string;
  keep: boolean;
}

function readOptions(): RunFaultsOptions {
  const { values } = parseArgs({
    options: {
      scenario: { type: 'string', default: 'all' },
      minutes: { type: 'string', default: '0' },
      commands: { type: 'string', default: '0' },
      faults: { type: 'string', default: '0' },
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
  if (values.help) printAndExit(usage);
  if (values.list) printAndExit(scenarios.map(({ name, title }) => `${name.padEnd(5)} ${title}`).join('\n'));
  const number = (name: 'minutes' | 'commands' | 'faults' | 'seed' | 'rate' | 'pairs') => {
    const value = Number(values[name]);
    if (!Number.isFinite(value) || value < 0) throw new Error(`--${name} takes a number.`);
    return value;
  };
  const { tier, report, keep } = values;
  if (tier !== 'short' && tier !== 'full') throw new Error('--tier is short or full.');
  const wanted = values.scenario === 'all' ? scenarios : values.scenario.split(',').map(scenarioNamed);
  const [minutes, seed, rate, pairs] = [number('minutes'), number('seed'), number('rate'), number('pairs')];
  const goals = { minutes, commands: number('commands'), faults: number('faults') };
  return { wanted, ...goals, tier, seed, rate, pairs, folder: report, keep };
}

function printAndExit(text: string): never {
  process.stdout.write(`${text}\n`);
  process.exit(0);
}

/** Provides one test bed for all scenarios without own options; others get their own. */
class TestBeds {
  #common: TestBed | null = null;

  async with<T>(options: TestBedOptions | undefined, use: (bed: TestBed) => Promise<T>): Promise<T> {
    if (!options) {
      this.#common ??= await startTestBed();
      return use(this.#common);
    }
    const bed = await startTestBed(options);
    return use(bed).finally(() => bed.stop());
  }

  /** After a run that crashed, the state of its test bed is unknown. */
  async stop(): Promise<void> {
    await this.#common?.stop();
    this.#common = null;
  }
}

function isEnough({ commands, faults }: RunFaultsOptions, results: readonly RunResult[]): boolean {
  const totals = totalsOf(results);
  return totals.commands >= commands && totals.faults >= faults;
}

/** @param onResult - called after each run. */
async function runAll(options: RunFaultsOptions, results: RunResult[], onResult: () => void): Promise<number> {
  const { wanted, tier, seed, rate, pairs, folder, keep } = options;
  const deadline = performance.now() + options.minutes * 60_000;
  const isOver = () => performance.now() > deadline && isEnough(options, results);
  const beds = new TestBeds();
  let crashes = 0;
  let round = 0;
  try {
    do {
      for (const scenario of wanted) {
        if (round >= wanted.length && isOver()) break;
        const options = { seed: seed + round++, tier, rate, pairs };
        process.stdout.write(`${scenario.name} seed ${options.seed}: ${scenario.title} …\n`);
        try {
          const result = await beds.with(scenario.bed, (bed) => runScenario(bed, scenario, options));
          if (keep || !result.isClean) writeHistory(folder, result);
          result.history.events.length = 0;
          results.push(result);
          progress(result, results);
          onResult();
        } catch (error) {
          crashes += 1;
          console.error(`  ${scenario.name} could not be completed:`, error);
          await beds.stop();
        }
      }
    } while (!isOver() && crashes < crashesMax);
  } finally {
    await beds.stop();
  }
  return crashes;
}

function progress(result: RunResult, results: readonly RunResult[]): void {
  const { figures, faults, tookMs, isClean } = result;
  const totals = totalsOf(results);
  process.stdout.write(
    `  ${isClean ? 'clean' : 'FAILED'} in ${(tookMs / 1_000).toFixed(0)} s: ${sumOf(figures.commands)} acknowledged (${kindsText(figures.commands)}), ` +
      `${sumOf(faults)} faults, delivery ${spreadText(figures.delivery)}` +
      ` (total: ${totals.commands} acknowledged, ${totals.faults} faults, ${totals.violations} violations)\n`,
  );
  for (const failure of failures(result)) process.stdout.write(`  ! ${failure}\n`);
}

try {
  const options = readOptions();
  const { seed, tier, rate, pairs, wanted, minutes, commands, faults, folder } = options;
  const names = wanted === scenarios ? 'all' : wanted.map(({ name }) => name).join();
  const repeat = `npm run faults -- --scenario ${names} --minutes ${minutes} --commands ${commands} --faults ${faults} --tier ${tier} --seed ${seed} --rate ${rate} --pairs ${pairs}`;
  process.stdout.write(
    `${repeat}\nBefore each run the checker must find ${plantedFaults.length} planted violations.\n`,
  );
  const results: RunResult[] = [];
  // Written after each run, so that a crash of the last run does not lose the results of hours.
  let files: string[] = [];
  const crashes = await runAll(options, results, () => {
    files = writeReport(folder, results, repeat);
  });
  const totals = totalsOf(results);
  process.stdout.write(`${JSON.stringify(totals)}\n${[...placesText(totals), ...files].join('\n')}\n`);
  process.exit(crashes > 0 || results.some(({ isClean }) => !isClean) ? 1 : 0);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
