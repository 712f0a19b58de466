/** Measures connects per second with a cookie, and the memory of idle connections. */
import { setTimeout as sleep } from 'node:timers/promises';
import { atLeast, atMost, compare, type Figure, figureOf } from '../figure.ts';
import { cpuSeconds, residentKib } from '../process-usage.ts';
import { seedUsers, signInAll } from '../seeded-rows.ts';
import { relayVisitor, type Stage, using } from '../stage.ts';
import { repeat, type Suite } from '../suite.ts';
import { type Target, type Visitor, wireOptionsOf } from '../target.ts';
import { closeAll, openAll } from '../wire-socket.ts';
import { sendAt } from './rates-suite.ts';

interface Cost {
  connectsPerSecond: number;
  /** Memory of the node only. */
  kibPerConnection: number;
  /** Memory of all server processes. */
  kibOfAll: number;
}

/** Delivery p99 in milliseconds, without and with a reconnect storm. */
interface Storm {
  quiet: number;
  meanwhile: number;
}

/** Connections opened and closed first, so that one-time memory is not counted. */
const warmConnections = 200;

/** Messages per second of users who stay connected. */
const rate = 500;

export const connectionsSuite: Suite = {
  name: 'connections',
  title: 'connects per second with a cookie; memory of idle connections; both on fresh processes',
  async run(stage, say) {
    const costs = await repeat(stage.plan.repetitions, async (repetition) => {
      say(`bare relay, repetition ${repetition}`);
      const relay = await using([await stage.relay()] as const, ([target]) =>
        costOf(stage, target, relayVisitors(stage)),
      );
      say(`ours, repetition ${repetition}`);
      const ours = await using([await stage.cluster()] as const, async ([target]) => {
        const users = await seedUsers(target.database, 'idle', stage.plan.idleConnections);
        const visitors = await signInAll(target.database, users, target.sessionSecret);
        return { ...(await costOf(stage, target, visitors)), ...(await stormOf(stage, target, visitors)) };
      });
      return { relay, ours };
    });
    return figuresOf(stage, costs);
  },
};

const relayVisitors = ({ plan }: Stage) =>
  Array.from({ length: plan.idleConnections }, (_, index) => relayVisitor(index));

/** Measures memory at the first connects, and the rate at reconnects, as after a deploy, when V8 has compiled the code. */
async function costOf({ plan }: Stage, target: Target, visitors: readonly Visitor[]): Promise<Cost> {
  const connections = visitors.map((visitor) => wireOptionsOf(target, visitor));
  await closeAll(await openAll(connections.slice(0, warmConnections)));
  await sleep(plan.settleMs);
  const before = target.pids.map(residentKib);
  const first = await openAll(connections);
  await sleep(plan.settleMs);
  const grown = target.pids.map((pid, index) => residentKib(pid) - (before[index] ?? 0));
  await closeAll(first);
  await sleep(plan.settleMs);
  const startedAt = performance.now();
  const again = await openAll(connections);
  const seconds = (performance.now() - startedAt) / 1_000;
  await closeAll(again);
  return {
    connectsPerSecond: connections.length / seconds,
    kibPerConnection: (grown[0] ?? 0) / connections.length,
    kibOfAll: grown.reduce((sum, kib) => sum + kib, 0) / connections.length,
  };
}

/** Connects and disconnects all users of a target at once, repeatedly. The CPU is that of all server processes. */
export async function reconnectRate(
  { plan }: Stage,
  target: Target,
): Promise<{ perSecond: number; cpuPerThousand: number }> {
  const connections = target.users.map((user) => wireOptionsOf(target, user));
  await closeAll(await openAll(connections));
  const cpuBefore = cpuSeconds(target.pids);
  const startedAt = performance.now();
  let count = 0;
  for (; performance.now() - startedAt < plan.measureMs; count += connections.length) {
    await closeAll(await openAll(connections));
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  return { perSecond: count / seconds, cpuPerThousand: ((cpuSeconds(target.pids) - cpuBefore) / count) * 1_000 };
}

/** Connects all visitors at once, repeatedly, while deliveries are measured. */
async function stormOf(stage: Stage, target: Target, visitors: readonly Visitor[]): Promise<Storm> {
  const connections = visitors.map((visitor) => wireOptionsOf(target, visitor));
  const quiet = await sendAt(stage, target, rate);
  let measured = false;
  const meanwhile = sendAt(stage, target, rate).finally(() => {
    measured = true;
  });
  while (!measured) await closeAll(await openAll(connections));
  return { quiet: quiet.p99, meanwhile: (await meanwhile).p99 };
}

function figuresOf({ plan }: Stage, costs: readonly { ours: Cost & Storm; relay: Cost }[]): Figure[] {
  const all = (side: 'ours' | 'relay', value: keyof Cost) => costs.map((cost) => cost[side][value]);
  const against = 'bare relay';
  return [
    compare({
      what: `memory of an idle authenticated connection (${plan.idleConnections}), node alone`,
      unit: 'KiB',
      ours: all('ours', 'kibPerConnection'),
      reference: all('relay', 'kibPerConnection'),
      against,
      goal: atMost(1.4),
    }),
    figureOf('the same with Redis and MariaDB', 'KiB', all('ours', 'kibOfAll')),
    compare({
      what: 'connects per second with a cookie, until `welcome`, when all reconnect',
      unit: '/s',
      ours: all('ours', 'connectsPerSecond'),
      reference: all('relay', 'connectsPerSecond'),
      against,
      goal: atLeast(0.6),
    }),
    compare({
      what: `delivery p99 at ${rate}/s while all reconnect at once, repeatedly`,
      unit: 'ms',
      ours: costs.map(({ ours }) => ours.meanwhile),
      reference: costs.map(({ ours }) => ours.quiet),
      against: 'quiet',
    }),
  ];
}
