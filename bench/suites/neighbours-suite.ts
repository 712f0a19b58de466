/** Measures delivery in other conversations while one is locked by another connection, or saturated. */
import { setTimeout as sleep } from 'node:timers/promises';
import { atMost, compare, type Figure } from '../figure.ts';
import type { Lane } from '../lane.ts';
import { type LoadResult, runRate } from '../load.ts';
import type { SignedInUser } from '../seeded-rows.ts';
import { type Deployment, type Stage, using } from '../stage.ts';
import { repeat, type Suite } from '../suite.ts';
import { withLanes } from '../target.ts';
import { warmUp } from '../warm-up.ts';

const rate = 1_000;
/** Bounded, so that the hot pair cannot use the whole core. */
const hotOutstanding = 8;
const [lockedOutstanding, lockedSendMs] = [50, 20];

export const neighboursSuite: Suite = {
  name: 'neighbours',
  title: 'delivery in other conversations while one is locked, or hot',
  async run(stage, say) {
    return using([await stage.cluster()] as const, async ([cluster]) => {
      await warmUp(stage, [cluster]);
      const rounds = await repeat(stage.plan.repetitions, async (repetition) => {
        const measure = (what: string, disturb: Disturbance) => {
          say(`${what}, repetition ${repetition}`);
          return withLanes(cluster, stage.plan.pairs, (lanes) => measureOthers(stage, cluster, lanes, disturb));
        };
        return {
          quiet: await measure('quiet', nothing),
          locked: await measure('one conversation locked', lockOne),
          hot: await measure('one conversation hot', heatOne),
        };
      });
      return figuresOf(rounds);
    });
  },
};

/** Starts a disturbance of the lane's conversation; the returned function ends it. */
type Disturbance = (lane: Lane, deployment: Deployment) => Promise<() => Promise<void>>;

async function measureOthers(
  { plan }: Stage,
  deployment: Deployment,
  [one, ...others]: readonly Lane[],
  disturb: Disturbance,
): Promise<LoadResult> {
  if (!one) throw new Error('No lane');
  one.send(); // Creates the conversation, so that its row can be locked.
  await sleep(200);
  const calm = await disturb(one, deployment);
  const { warmMs, measureMs } = plan;
  try {
    return await runRate({ lanes: others, pids: deployment.pids, warmMs, measureMs }, rate);
  } finally {
    await calm();
  }
}

const nothing: Disturbance = async () => async () => {};

/** Locks the conversation's row on another connection while the pair keeps sending. */
const lockOne: Disturbance = async (lane, { database, users }) => {
  const [user] = users as readonly [SignedInUser];
  const { id } = await database.client.channel.findFirstOrThrow({ where: { lowId: user.id }, select: { id: true } });
  let unlock = () => {};
  const until = new Promise<void>((resolve) => {
    unlock = resolve;
  });
  const held = database.client.$transaction(
    async (tx) => {
      // Selecting by the primary key locks the row without a gap.
      await tx.$queryRawUnsafe('SELECT `id` FROM `Channel` WHERE `id` = ? FOR UPDATE', id);
      await until;
    },
    { timeout: 60_000 },
  );
  const timer = setInterval(() => lane.outstanding < lockedOutstanding && lane.send(), lockedSendMs);
  return async () => {
    clearInterval(timer);
    unlock();
    await held;
  };
};

const heatOne: Disturbance = async (lane) => {
  let stopped = false;
  const fill = () => {
    while (!stopped && lane.outstanding < hotOutstanding) lane.send();
  };
  lane.onProgress = fill;
  fill();
  return async () => {
    stopped = true;
    lane.onProgress = () => {};
    await sleep(200);
  };
};

function figuresOf(rounds: readonly Record<'quiet' | 'locked' | 'hot', LoadResult>[]): Figure[] {
  const figure = (what: string, kind: 'locked' | 'hot', value: 'p50' | 'p99') =>
    compare({
      what,
      unit: 'ms',
      ours: rounds.map((round) => round[kind][value]),
      reference: rounds.map((round) => round.quiet[value]),
      against: 'quiet',
      ...(value === 'p99' ? { goal: atMost(1.2) } : {}),
    });
  return [
    figure(`one conversation locked: p99 of the others at ${rate}/s`, 'locked', 'p99'),
    figure(`one conversation hot: p99 of the others at ${rate}/s`, 'hot', 'p99'),
    figure('one conversation locked: p50 of the others', 'locked', 'p50'),
    figure('one conversation hot: p50 of the others', 'hot', 'p50'),
  ];
}
