/** What connections cost: how fast they come with a cookie, and the memory of those that are idle. */
import { setTimeout as sleep } from 'node:timers/promises';
import { atLeast, atMost, compare, type Figure, figureOf } from '../figure.ts';
import { residentKib } from '../process-usage.ts';
import { seedPeople, signInAll } from '../seeded-rows.ts';
import { relayVisitor, type Stage, using } from '../stage.ts';
import { repeat, type Suite } from '../suite.ts';
import { doorOf, type Target, type Visitor } from '../target.ts';
import { closeAll, openAll } from '../wire-socket.ts';
import { sendAt } from './rates-suite.ts';

interface Cost {
  connectsPerSecond: number;
  /** Of the node alone. */
  kibPerConnection: number;
  /** Of everything on the server side. */
  kibOfAll: number;
}

/** Delivery p99 of those who write, in milliseconds. */
interface Storm {
  quiet: number;
  meanwhile: number;
}

/** Connected and gone before, so that what a process needs only once is not counted. */
const warmConnections = 200;

/** Messages per second, of others. */
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
        const people = await seedPeople(target.database, 'idle', stage.plan.idleConnections);
        const visitors = await signInAll(target.database, people, target.sessionSecret);
        return { ...(await costOf(stage, target, visitors)), ...(await stormOf(stage, target, visitors)) };
      });
      return { relay, ours };
    });
    return figuresOf(stage, costs);
  },
};

const relayVisitors = ({ plan }: Stage) =>
  Array.from({ length: plan.idleConnections }, (_, index) => relayVisitor(index));

/** Memory is that of the first to come; the rate is that of all of them coming back, as after a deploy, to code that V8 knows. */
async function costOf({ plan }: Stage, target: Target, visitors: readonly Visitor[]): Promise<Cost> {
  const doors = visitors.map((visitor) => doorOf(target, visitor));
  await closeAll(await openAll(doors.slice(0, warmConnections)));
  await sleep(plan.settleMs);
  const before = target.pids.map(residentKib);
  const first = await openAll(doors);
  await sleep(plan.settleMs);
  const grown = target.pids.map((pid, index) => residentKib(pid) - (before[index] ?? 0));
  await closeAll(first);
  await sleep(plan.settleMs);
  const startedAt = performance.now();
  const again = await openAll(doors);
  const seconds = (performance.now() - startedAt) / 1_000;
  await closeAll(again);
  return {
    connectsPerSecond: doors.length / seconds,
    kibPerConnection: (grown[0] ?? 0) / doors.length,
    kibOfAll: grown.reduce((sum, kib) => sum + kib, 0) / doors.length,
  };
}

/** Everybody comes at once, and again, as long as messages are measured. */
async function stormOf(stage: Stage, target: Target, visitors: readonly Visitor[]): Promise<Storm> {
  const doors = visitors.map((visitor) => doorOf(target, visitor));
  const quiet = await sendAt(stage, target, rate);
  let measured = false;
  const meanwhile = sendAt(stage, target, rate).finally(() => {
    measured = true;
  });
  while (!measured) await closeAll(await openAll(doors));
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
      what: 'connects per second with a cookie, until `welcome`, when all come back',
      unit: '/s',
      ours: all('ours', 'connectsPerSecond'),
      reference: all('relay', 'connectsPerSecond'),
      against,
      goal: atLeast(0.6),
    }),
    compare({
      what: `delivery p99 at ${rate}/s while all come back at once, again and again`,
      unit: 'ms',
      ours: costs.map(({ ours }) => ours.meanwhile),
      reference: costs.map(({ ours }) => ours.quiet),
      against: 'quiet',
    }),
  ];
}
