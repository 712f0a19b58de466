/** Scenarios of the load balancer: one of two is killed, silence reaches its timeout, one node serves all clients. */
import { now } from './fault-history.ts';
import { residentMb } from './node-metrics.ts';
import type { Scenario } from './scenario.ts';

const lostBalancer: Scenario = {
  name: 'F23',
  title: 'one of two load balancers is killed',
  bed: { balancers: 2 },
  async run({ nemesis, bed, sleep, amount }) {
    for (let cycle = amount(1, 5); cycle > 0; cycle -= 1) {
      for (const haproxy of bed.haproxies) {
        await nemesis.kill(haproxy);
        await sleep(3_000);
        await nemesis.start(haproxy);
        await sleep(500);
      }
    }
  },
};

const silentTunnel: Scenario = {
  name: 'F24',
  title: 'the load balancer closes connections after 20 s of silence; no user sends for longer',
  bed: { tunnelTimeout: '20s' },
  isQuiet: true,
  async run({ nemesis, pool, sleep, history, check, amount }) {
    await pool.addPairs(5, { receipts: false });
    await sleep(1_000);
    nemesis.note('silence');
    await sleep(amount(25_000, 120_000));
    const lost = history.events.filter(({ op, phase }) => op === 'socket' && phase === 'unknown');
    check('no connection is lost', lost.length === 0, `${lost.length} lost`);
  },
};

const oneNodeLeft: Scenario = {
  name: 'F25',
  title: 'two of three nodes stop: the third serves all users',
  async run({ nemesis, bed, sleep, amount, measure, history }) {
    const [kept, ...others] = bed.nodes;
    const before = await residentMb(kept!);
    const from = now();
    await Promise.all(others.map(({ process }) => nemesis.stop(process)));
    await sleep(amount(4_000, 20_000));
    const after = await residentMb(kept!);
    await Promise.all(others.map(({ process }) => nemesis.start(process)));
    const acks = history.events.filter(({ op, phase, t }) => op === 'send' && phase === 'ok' && t > from);
    measure('memory of the remaining node', `${before.toFixed(0)} MB, then ${after.toFixed(0)} MB`, 'bounded');
    measure('messages acknowledged by it', `${acks.length}`, '–');
    await sleep(1_000);
  },
};

export const balancerScenarios: readonly Scenario[] = [lostBalancer, silentTunnel, oneNodeLeft];
