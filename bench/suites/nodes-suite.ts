/** Measures throughput and delivery with several nodes on one core, the users of each pair on different nodes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { atLeast, atMost, compare, type Figure, figureOf } from '../figure.ts';
import { type LoadResult, runRate } from '../load.ts';
import { type Cluster, type Stage, using } from '../stage.ts';
import { repeat, type Suite } from '../suite.ts';
import { withLanes } from '../target.ts';
import { warmUp } from '../warm-up.ts';
import { sendAt } from './rates-suite.ts';
import { saturate } from './saturation-suite.ts';

const rate = 2_000;
const busRate = 500;

interface Round {
  saturation: LoadResult[];
  fixed: LoadResult[];
}

export const nodesSuite: Suite = {
  name: 'nodes',
  title: '1, 2 and 3 nodes, the users of a pair on different nodes; pushes between nodes per message',
  async run(stage, say) {
    const clusters = [await stage.cluster(1), await stage.cluster(2), await stage.cluster(3)] as const;
    const figures = await using(clusters, async (targets) => {
      say('warming up');
      await warmUp(stage, targets);
      const rounds = await repeat(stage.plan.repetitions, (repetition) =>
        measureRound(stage, targets, (text) => say(`${text}, repetition ${repetition}`)),
      );
      return [...throughput(rounds), ...added(rounds), await bus(stage, targets[1]), await bus(stage, targets[2])];
    });
    say('pushes between 5 nodes');
    return [...figures, await using([await stage.cluster(5)] as const, ([target]) => bus(stage, target))];
  },
};

async function measureRound(stage: Stage, targets: readonly Cluster[], say: (text: string) => void): Promise<Round> {
  const round: Round = { saturation: [], fixed: [] };
  for (const target of targets) {
    say(`nodes: ${target.nodes.length}`);
    round.saturation.push(await saturate(stage, target, 8));
    round.fixed.push(await sendAt(stage, target, rate));
  }
  return round;
}

function throughput(rounds: readonly Round[]): Figure[] {
  const of = (index: number) => rounds.map((round) => round.saturation[index]?.perSecond ?? Number.NaN);
  return [2, 3].map((count) =>
    compare({
      what: `${count} nodes on one core, messages per second`,
      unit: 'msg/s',
      ours: of(count - 1),
      reference: of(0),
      against: 'one node',
      ...(count === 2 ? { goal: atLeast(0.6) } : {}),
    }),
  );
}

function added(rounds: readonly Round[]): Figure[] {
  const difference = (value: 'p50' | 'p99') =>
    rounds.map(({ fixed }) => (fixed[1]?.[value] ?? Number.NaN) - (fixed[0]?.[value] ?? Number.NaN));
  return [
    figureOf(`delivery p50 at ${rate}/s, added by the second node`, 'ms', difference('p50'), atMost(0.5)),
    figureOf(`delivery p99 at ${rate}/s, added by the second node`, 'ms', difference('p99'), atMost(3)),
  ];
}

async function bus(stage: Stage, target: Cluster): Promise<Figure> {
  // One decimal: the number of pushes without a message varies.
  const pushes = Math.round((await busMessages(stage, target)) * 10) / 10;
  return figureOf(`bus messages for each message sent, ${target.nodes.length} nodes`, 'pushes', [pushes], atMost(2));
}

/** Counts publishes per message by Redis' own statistics, less those of idle nodes. */
async function busMessages(stage: Stage, target: Cluster): Promise<number> {
  const redis = new Redis(target.redis.url());
  const { measureMs } = stage.plan;
  try {
    return await withLanes(target, stage.plan.pairs, async (lanes) => {
      await sleep(500);
      const idleFrom = await published(redis);
      await sleep(measureMs);
      const from = await published(redis);
      await runRate({ lanes, pids: target.pids, warmMs: 0, measureMs }, busRate);
      const sent = lanes.reduce((sum, lane) => sum + lane.sent, 0);
      return ((await published(redis)) - from - (from - idleFrom)) / sent;
    });
  } finally {
    redis.disconnect();
  }
}

async function published(redis: Redis): Promise<number> {
  const found = (await redis.info('commandstats')).matchAll(/^cmdstat_s?publish:calls=(\d+)/gm);
  return [...found].reduce((sum, [, calls]) => sum + Number(calls), 0);
}
