/** Measures a message to a lobby of many sockets on two nodes, until the last one has it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Crowd } from '../crowd.ts';
import { atMost, compare, type Figure } from '../figure.ts';
import { cpuSeconds } from '../process-usage.ts';
import { seedUsers, signInAll } from '../seeded-rows.ts';
import { relayVisitor, type Stage, using } from '../stage.ts';
import { percentile } from '../statistics.ts';
import { repeat, type Suite } from '../suite.ts';
import type { Target } from '../target.ts';

const nodes = 2;
/** The notices of who came are over by then (`src/engine/people/attendance.ts`). */
const quietMs = 8_000;
const warmMessages = 20;
const pauseMs = 50;

interface Result {
  p50: number;
  p99: number;
  /** Of all server processes, in milliseconds. */
  cpuPerMessage: number;
}

export const lobbySuite: Suite = {
  name: 'lobby',
  title: 'a message to a lobby of many sockets on two nodes, until the last has it',
  async run(stage, say) {
    const targets = [await broadcast(stage), await lobby(stage)] as const;
    return using(targets, async ([bare, ours]) => {
      say('connecting');
      const crowds = [await Crowd.open(bare), await Crowd.open(ours)] as const;
      try {
        await sleep(quietMs);
        for (const crowd of crowds) await crowd.talk(warmMessages, pauseMs);
        const rounds = await repeat(stage.plan.repetitions, async (repetition) => {
          say(`bare broadcast, repetition ${repetition}`);
          const reference = await measure(stage, bare, crowds[0]);
          say(`lobby, repetition ${repetition}`);
          return { reference, ours: await measure(stage, ours, crowds[1]) };
        });
        return figuresOf(stage, rounds);
      } finally {
        for (const crowd of crowds) await crowd.close();
      }
    });
  },
};

/** Nodes of bare Socket.IO with a Redis of their own. */
async function broadcast(stage: Stage): Promise<Target> {
  const redis = await stage.redis();
  const started = await Promise.all(
    Array.from({ length: nodes }, () => stage.reference('bare-broadcast.ts', { REDIS_URL: redis.url() })),
  );
  return {
    ports: started.map(({ port }) => port),
    pids: [...started.map(({ pid }) => pid), redis.pid],
    users: Array.from({ length: stage.plan.idleConnections }, (_, index) => relayVisitor(index)),
    isRelay: true,
    async stop() {
      for (const node of started) await node.stop();
      await redis.dispose();
    },
  };
}

async function lobby(stage: Stage): Promise<Target> {
  const cluster = await stage.cluster(nodes, undefined, { LOBBY: 'on' });
  const users = await seedUsers(cluster.database, 'lobby', stage.plan.idleConnections);
  return { ...cluster, users: await signInAll(cluster.database, users, cluster.sessionSecret) };
}

async function measure({ plan }: Stage, { pids }: Target, crowd: Crowd): Promise<Result> {
  const before = cpuSeconds(pids);
  const took = await crowd.talk(plan.lobbyMessages, pauseMs);
  const cpuPerMessage = ((cpuSeconds(pids) - before) / took.length) * 1_000;
  return { p50: percentile(took, 0.5), p99: percentile(took, 0.99), cpuPerMessage };
}

function figuresOf({ plan }: Stage, rounds: readonly { ours: Result; reference: Result }[]): Figure[] {
  const all = (side: 'ours' | 'reference', value: keyof Result) => rounds.map((round) => round[side][value]);
  const figure = (what: string, value: keyof Result) => ({
    what,
    unit: 'ms',
    ours: all('ours', value),
    reference: all('reference', value),
    against: 'bare broadcast',
  });
  const until = `until the last of ${plan.idleConnections.toLocaleString('en')} sockets has a message of the lobby`;
  return [
    compare({ ...figure(`${until}, p99`, 'p99'), goal: atMost(2) }),
    compare(figure(`${until}, p50`, 'p50')),
    compare(figure('CPU of all servers for such a message', 'cpuPerMessage')),
  ];
}
