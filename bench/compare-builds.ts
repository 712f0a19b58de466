/** `npm run bench:builds -- NAME=FOLDER …`: measures several builds in turn on one machine and compares each with the first. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Plan, readPlan } from './bench-plan.ts';
import { type BuildClusters, type BuildFigures, comparisonTable, measureBuild } from './build-figures.ts';
import { takeCores } from './cores.ts';
import { describeMachine } from './machine.ts';
import { Stage, using } from './stage.ts';
import { warmUp } from './warm-up.ts';

const help = `npm run bench:builds -- NAME=FOLDER NAME=FOLDER … [options]

Measures several builds of Duologue in turn on this machine, and prints each figure as a ratio to the first build.
Each FOLDER is a checkout in which "npm ci" and "npm run build" have run; NAME is the heading of its column.

  --repetitions N    repetitions of all measurements, 1 to 20 (5); the table shows medians
  --quick            1 s instead of 4 s for each measurement; do not quote its figures

Figures: messages per second with 8 and 1 outstanding per pair, p50, p99 and CPU at 500, 1,000 and 2,000 messages
per second on one node; saturation and p50 on two nodes; connects per second. All builds share MariaDB; each cluster has its own Redis.

Example: npm run bench:builds -- before=../duologue-before after=.`;

interface Build {
  name: string;
  /** A checkout with a build in `dist/`. */
  folder: string;
}

/** @throws Error with a one-line message when fewer than two builds are named. */
function readBuilds(words: readonly string[]): Build[] {
  const builds = words.map((word) => {
    const [name = '', folder = ''] = word.split('=');
    return { name, folder };
  });
  if (builds.length < 2 || builds.some(({ name, folder }) => name === '' || folder === '')) {
    throw new Error('Name at least two builds: npm run bench:builds -- before=../before after=.');
  }
  return builds.map(({ name, folder }) => ({ name, folder: resolve(folder) }));
}

async function startClusters(stage: Stage, builds: readonly Build[]): Promise<BuildClusters[]> {
  const clusters: BuildClusters[] = [];
  for (const { folder } of builds) clusters.push([await stage.cluster(1, folder), await stage.cluster(2, folder)]);
  return clusters;
}

/** Measures the builds in turn within each repetition, so that a slow minute of the machine affects all of them. */
async function measureAll(stage: Stage, names: readonly string[], clusters: readonly BuildClusters[]): Promise<void> {
  const { repetitions } = stage.plan;
  const rounds: BuildFigures[][] = [];
  for (let repetition = 1; repetition <= repetitions; repetition += 1) {
    const round: BuildFigures[] = [];
    for (const pair of clusters) round.push(await measureBuild(stage, pair));
    rounds.push(round);
    console.log(`\nMedians after ${repetition} of ${repetitions} repetitions, ratio to "${names[0]}":`);
    console.log(comparisonTable(names, rounds));
  }
}

async function compareBuilds(plan: Plan, builds: readonly Build[]): Promise<void> {
  const stage = new Stage(plan, takeCores());
  const { text, loadedBefore } = describeMachine();
  console.log([text, loadedBefore, stage.cores.remark].filter((line) => line !== '').join('\n'));
  try {
    const clusters = await startClusters(stage, builds);
    await using(clusters.flat(), async (targets) => {
      await warmUp(stage, targets);
      await measureAll(
        stage,
        builds.map(({ name }) => name),
        clusters,
      );
    });
  } finally {
    await stage.close();
  }
}

async function run(args: readonly string[]): Promise<void> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean' },
      repetitions: { type: 'string', default: '5' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return console.log(help);
  const builds = readBuilds(positionals);
  const plan = readPlan([...(values.quick ? ['--quick'] : []), '--repetitions', values.repetitions], []);
  if (plan !== 'help') await compareBuilds({ ...plan, measureMs: values.quick ? 1_000 : 4_000 }, builds);
}

await run(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
