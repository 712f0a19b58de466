/** `npm run bench:builds -- NAME=FOLDER …`: measures several builds in turn on one machine, each against the first. */
import { isAbsolute, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Plan, readPlan } from './bench-plan.ts';
import { takeCores } from './cores.ts';
import { describeMachine } from './machine.ts';
import { type Cluster, Stage, using } from './stage.ts';
import { spreadOf } from './statistics.ts';
import { sendAt } from './suites/rates-suite.ts';
import { saturate } from './suites/saturation-suite.ts';
import { warmUp } from './warm-up.ts';

interface Build {
  name: string;
  /** A checkout in which `npm run build` has run. */
  folder: string;
}

/** The name of each figure, with its value in one repetition. */
type Figures = Record<string, number>;

const rates = [500, 1_000, 2_000];

function readBuilds(words: readonly string[]): Build[] {
  const builds = words.map((word) => {
    const [name = '', folder = ''] = word.split('=');
    return { name, folder: isAbsolute(folder) ? folder : resolve(folder) };
  });
  if (builds.length < 2 || builds.some(({ name, folder }) => name === '' || folder === '')) {
    throw new Error('Name at least two builds: npm run bench:builds -- before=../before after=.');
  }
  return builds;
}

/** One node, then two nodes, of one build. */
async function measureBuild(stage: Stage, [one, two]: readonly [Cluster, Cluster]): Promise<Figures> {
  const figures: Figures = {};
  for (const outstanding of [8, 1]) {
    const { perSecond, cpuPerThousand } = await saturate(stage, one, outstanding);
    figures[`messages/s, ${outstanding} outstanding`] = perSecond;
    figures[`CPU s per 1,000, ${outstanding} outstanding`] = cpuPerThousand;
  }
  for (const rate of rates) {
    const { p50, p99, cpuPerThousand } = await sendAt(stage, one, rate);
    figures[`p50 ms at ${rate}/s`] = p50;
    figures[`p99 ms at ${rate}/s`] = p99;
    figures[`CPU s per 1,000 at ${rate}/s`] = cpuPerThousand;
  }
  figures['messages/s, two nodes, 8 outstanding'] = (await saturate(stage, two, 8)).perSecond;
  figures['p50 ms at 1000/s, two nodes'] = (await sendAt(stage, two, 1_000)).p50;
  return figures;
}

function report(builds: readonly Build[], rounds: readonly Figures[][]): string {
  const names = Object.keys(rounds[0]?.[0] ?? {});
  const rows = names.map((name) => {
    const medians = builds.map(
      (_, index) => spreadOf(rounds.map((round) => round[index]?.[name] ?? Number.NaN)).median,
    );
    const cells = medians.map((value) => `${value.toPrecision(4)} (${(value / (medians[0] ?? 1)).toFixed(3)} ×)`);
    return `| ${[name, ...cells].join(' | ')} |`;
  });
  const head = ['figure', ...builds.map(({ name }) => name)];
  return [`| ${head.join(' | ')} |`, `| ${head.map(() => '---').join(' | ')} |`, ...rows].join('\n');
}

async function compareBuilds(plan: Plan, builds: readonly Build[]): Promise<void> {
  const stage = new Stage(plan, takeCores());
  console.log(`${describeMachine().text}\n${stage.cores.remark}`);
  try {
    const pairs: [Cluster, Cluster][] = [];
    for (const { folder } of builds) pairs.push([await stage.cluster(1, folder), await stage.cluster(2, folder)]);
    const rounds = await using(pairs.flat(), async (targets) => {
      await warmUp(stage, targets);
      const measured: Figures[][] = [];
      for (let repetition = 1; repetition <= plan.repetitions; repetition += 1) {
        const round: Figures[] = [];
        for (const pair of pairs) round.push(await measureBuild(stage, pair));
        measured.push(round);
        console.log(`\nRepetition ${repetition} of ${plan.repetitions}, medians so far:\n${report(builds, measured)}`);
      }
      return measured;
    });
    console.log(
      `\nMedians of ${plan.repetitions} repetitions, ratio to "${builds[0]?.name}":\n${report(builds, rounds)}`,
    );
  } finally {
    await stage.close();
  }
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean' }, repetitions: { type: 'string', default: '5' } },
});
const plan = readPlan([...(values.quick ? ['--quick'] : []), '--repetitions', values.repetitions], []);
if (plan !== 'help') await compareBuilds({ ...plan, measureMs: values.quick ? 1_000 : 4_000 }, readBuilds(positionals));
