/** The scenario in which a node gets SIGTERM while one of its links is broken and clients keep connecting. */
import { type LinkMode, pass } from './fault-proxy.ts';
import type { Scenario } from './scenario.ts';

/** How long the link stays broken after SIGTERM, in ms. */
const troubleMs = 3_000;

const cases: readonly ['redis' | 'database' | 'balancer', LinkMode][] = [
  ['redis', { kind: 'halfOpen' }],
  ['database', { kind: 'oneWay', lost: 'up' }],
  ['redis', { kind: 'blackhole' }],
  ['redis', { kind: 'oneWay', lost: 'up' }],
  ['redis', { kind: 'oneWay', lost: 'down' }],
  ['database', { kind: 'blackhole' }],
  ['database', { kind: 'halfOpen' }],
  ['database', { kind: 'throttle', bytesPerSecond: 3_000 }],
  ['database', { kind: 'resetAfter', bytes: 1_000 }],
  ['balancer', { kind: 'halfOpen' }],
  ['balancer', { kind: 'blackhole' }],
];

const troubledDeploy: Scenario = {
  name: 'F38',
  title: 'SIGTERM for a node that is partitioned from Redis, the database or the load balancer',
  async run({ bed, nemesis, sleep, amount, measure }) {
    const times: number[] = [];
    for (const [link, mode] of cases.slice(0, amount(2, cases.length))) {
      const node = bed.nodes[1]!;
      await nemesis.link(node[link], mode, node.name);
      await sleep(1_500);
      const stopped = nemesis.stop(node.process);
      await sleep(troubleMs);
      await nemesis.link(node[link], pass, node.name);
      times.push((await stopped).ms);
      await nemesis.start(node.process);
      await sleep(2_000);
    }
    measure('longest time to end on SIGTERM', `${Math.round(Math.max(...times))} ms`, '≤ 5 s, exit code 0');
  },
};

export const troubledDeploys: readonly Scenario[] = [troubledDeploy];
