/** The soak scenario: a random fault every two to four seconds, up to three at once. */
import type { Program } from '../support/child-process.ts';
import { now } from './fault-history.ts';
import { type FaultProxy, type LinkMode, pass } from './fault-proxy.ts';
import type { Scenario, ScenarioContext } from './scenario.ts';
import type { BedNode } from './test-bed.ts';

/** A fault of one target that ends after a time. A target has at most one fault at once. */
interface TimedFault {
  target: string;
  /** The relative frequency of this fault. */
  share: number;
  lastsMs: readonly [number, number];
  begin(): Promise<unknown>;
  end(): Promise<unknown>;
}

/** With more faults at once no node would acknowledge anything. */
const faultsAtOnce = 3;

const soak: Scenario = {
  name: 'F37',
  title: 'a random fault every two to four seconds, up to three at once',
  /** Only a quarter of the pairs has two devices each, because pushes dominate the cost at high rates. */
  async addUsers({ pool, pairs }) {
    const several = Math.ceil(pairs / 4);
    await pool.addPairs(several, { devices: 2 });
    await pool.addPairs(pairs - several, { devices: 1, window: 4 });
  },
  async run(context) {
    const { random, amount, sleep } = context;
    const underWay = new Map<string, Promise<void>>();
    for (const until = now() + amount(15_000, 240_000); now() < until; await sleep(random.between(2_000, 4_000))) {
      const free = faultsOn(context).filter(({ target }) => !underWay.has(target));
      if (underWay.size >= faultsAtOnce) continue;
      const fault = random.pick(weighted(free));
      underWay.set(
        fault.target,
        injectFault(fault, context).finally(() => underWay.delete(fault.target)),
      );
    }
    await Promise.all(underWay.values());
  },
};

async function injectFault(
  { begin, end, lastsMs: [least, most] }: TimedFault,
  { random, sleep }: ScenarioContext,
): Promise<void> {
  const lasts = random.between(least, most);
  await begin();
  await sleep(lasts);
  await end();
}

/** Repeats each fault as often as its share. */
const weighted = (faults: readonly TimedFault[]) =>
  faults.flatMap((fault) => Array<TimedFault>(fault.share).fill(fault));

function faultsOn(context: ScenarioContext): TimedFault[] {
  const { bed, nemesis } = context;
  const { redis, mariadb, haproxies } = bed;
  const killed = (program: Program) => ({
    begin: () => nemesis.kill(program),
    end: () => nemesis.start(program),
  });
  const frozen = (program: Program) => ({
    begin: async () => nemesis.freeze(program),
    end: async () => nemesis.thaw(program),
  });
  return [
    ...bed.nodes.flatMap((node) => faultsOnNode(node, context)),
    { target: 'redis', share: 8, lastsMs: [100, 3_000], ...killed(redis) },
    { target: 'redis', share: 6, lastsMs: [500, 4_000], ...frozen(redis) },
    { target: 'mariadb', share: 5, lastsMs: [100, 1_500], ...killed(mariadb) },
    { target: 'mariadb', share: 4, lastsMs: [300, 3_000], ...frozen(mariadb) },
    ...haproxies.map((one) => ({ target: 'haproxy', share: 3, lastsMs: [100, 500] as const, ...killed(one) })),
  ];
}

function faultsOnNode({ name, process, database, redis, balancer }: BedNode, context: ScenarioContext): TimedFault[] {
  const { nemesis } = context;
  const start = () => nemesis.start(process);
  return [
    { target: name, share: 6, lastsMs: [100, 1_500], begin: () => nemesis.kill(process), end: start },
    { target: name, share: 3, lastsMs: [100, 500], begin: () => nemesis.stop(process), end: start },
    {
      target: name,
      share: 3,
      lastsMs: [500, 4_000],
      begin: async () => nemesis.freeze(process),
      end: async () => nemesis.thaw(process),
    },
    linkFault(database, context),
    linkFault(redis, context),
    linkFault(balancer, context, name),
  ];
}

function linkFault(link: FaultProxy, { nemesis, random }: ScenarioContext, unreachable?: string): TimedFault {
  const begin = () => nemesis.link(link, random.pick(modes)(random), unreachable);
  return {
    target: link.name,
    share: 6,
    lastsMs: [200, 4_000],
    begin,
    end: () => nemesis.link(link, pass, unreachable),
  };
}

const modes: readonly ((random: ScenarioContext['random']) => LinkMode)[] = [
  () => ({ kind: 'reset' }),
  () => ({ kind: 'refuse' }),
  () => ({ kind: 'blackhole' }),
  () => ({ kind: 'halfOpen' }),
  () => ({ kind: 'oneWay', lost: 'up' }),
  () => ({ kind: 'oneWay', lost: 'down' }),
  (random) => ({ kind: 'delay', ms: random.between(5, 300), jitterMs: 50 }),
  (random) => ({ kind: 'throttle', bytesPerSecond: random.between(2_000, 50_000) }),
  (random) => ({ kind: 'resetAfter', bytes: random.between(100, 50_000) }),
];

export const soakScenarios: readonly Scenario[] = [soak];
