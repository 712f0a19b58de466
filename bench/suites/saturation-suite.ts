/** Measures the maximum rate of durable messages against a relay without storage and against the database alone. */
import { atLeast, atMost, compare, type Figure, figureOf } from '../figure.ts';
import { measureInsertRate } from '../insert-rate.ts';
import { type LoadResult, runSaturation } from '../load.ts';
import { type Deployment, type Stage, using } from '../stage.ts';
import { repeat, type Suite } from '../suite.ts';
import { type Target, withLanes } from '../target.ts';
import { warmUp } from '../warm-up.ts';

type Shape = 'relay' | 'cluster' | 'embedded';

interface Round {
  one: Record<Shape, LoadResult>;
  eight: Record<Shape, LoadResult>;
  insertedPerSecond: number;
}

const outstandings = { one: 1, eight: 8 } as const;

export const saturationSuite: Suite = {
  name: 'saturation',
  title: 'messages per second with 1 and 8 outstanding for each of 100 pairs, clustered and embedded',
  async run(stage, say) {
    const targets = [await stage.relay(), await stage.cluster(), await stage.embedded()] as const;
    const rounds = await using(targets, async ([relay, cluster, embedded]) => {
      say('warming up');
      await warmUp(stage, [relay, cluster, embedded]);
      const measured = await repeat(stage.plan.repetitions, (repetition) =>
        measureRound(stage, { relay, cluster, embedded }, (text) => say(`${text}, repetition ${repetition}`)),
      );
      await checkStored(cluster);
      await checkStored(embedded);
      return measured;
    });
    return figuresOf(rounds);
  },
};

async function measureRound(stage: Stage, targets: Record<Shape, Target>, say: (text: string) => void): Promise<Round> {
  const measured: Partial<Record<keyof typeof outstandings, Record<Shape, LoadResult>>> = {};
  for (const [name, outstanding] of Object.entries(outstandings) as [keyof typeof outstandings, number][]) {
    const results: Partial<Record<Shape, LoadResult>> = {};
    for (const shape of Object.keys(targets) as Shape[]) {
      say(`${shape}, ${outstanding} outstanding`);
      results[shape] = await saturate(stage, targets[shape], outstanding);
    }
    measured[name] = results as Record<Shape, LoadResult>;
  }
  say('rows inserted by the driver alone');
  const insertedPerSecond = await measureInsertRate(stage);
  return { ...(measured as Pick<Round, 'one' | 'eight'>), insertedPerSecond };
}

export function saturate({ plan }: Stage, target: Target, outstanding: number): Promise<LoadResult> {
  const { warmMs, measureMs } = plan;
  return withLanes(target, plan.pairs, (lanes) =>
    runSaturation({ lanes, pids: target.pids, warmMs, measureMs }, outstanding),
  );
}

/** Checks that every sequence number has a stored message. @throws Error when one is missing. */
async function checkStored({ database }: Deployment): Promise<void> {
  const count = 'SELECT COUNT(*) AS `count` FROM `Message`';
  const sum = 'SELECT SUM(`lastSeq`) AS `sum` FROM `Channel`';
  const [messages] = await database.client.$queryRawUnsafe<{ count: bigint }[]>(count);
  const [conversations] = await database.client.$queryRawUnsafe<{ sum: number }[]>(sum);
  if (Number(messages?.count) === Number(conversations?.sum)) return;
  throw new Error(`${messages?.count} messages are stored, but the conversations count ${conversations?.sum}`);
}

function figuresOf(rounds: readonly Round[]): Figure[] {
  const of = (load: 'one' | 'eight', shape: Shape, value: keyof LoadResult) =>
    rounds.map((round) => round[load][shape][value]);
  const rate = (what: string, load: 'one' | 'eight', shape: Shape, goal: number) =>
    compare({
      what: `${what}, ${outstandings[load]} outstanding`,
      unit: 'msg/s',
      ours: of(load, shape, 'perSecond'),
      reference: of(load, 'relay', 'perSecond'),
      against: 'bare relay',
      goal: atLeast(goal),
    });
  return [
    rate('durable messages per second', 'eight', 'cluster', 0.45),
    rate('durable messages per second', 'one', 'cluster', 0.4),
    compare({
      what: 'CPU for 1,000 durable messages, 8 outstanding',
      unit: 's',
      ours: of('eight', 'cluster', 'cpuPerThousand'),
      reference: of('eight', 'relay', 'cpuPerThousand'),
      against: 'bare relay',
      goal: atMost(2.5),
    }),
    rate('embedded node, durable messages per second', 'eight', 'embedded', 0.3),
    rate('embedded node, durable messages per second', 'one', 'embedded', 0.3),
    compare({
      what: 'durable messages per second, 8 outstanding, against rows inserted by the driver',
      unit: 'msg/s',
      ours: of('eight', 'cluster', 'perSecond'),
      reference: rounds.map((round) => round.insertedPerSecond),
      against: 'rows/s, 100 a statement, one connection',
    }),
    figureOf('load of the generator at relay saturation', 'share of a core', of('eight', 'relay', 'generatorLoad')),
    figureOf(
      'load of the generator at saturation of Duologue',
      'share of a core',
      of('eight', 'cluster', 'generatorLoad'),
    ),
  ];
}
