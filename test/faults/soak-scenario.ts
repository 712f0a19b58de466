/** The scenario in which anything may fail at any time, several things at once: one fault every two to four seconds. */
import type { Program } from '../support/child-process.ts';
import { now } from './fault-history.ts';
import { type FaultProxy, type LinkMode, pass } from './fault-proxy.ts';
import type { Scenario, Stage } from './scenario.ts';
import type { BedNode } from './test-bed.ts';

/** Something that may be done to one target, and undone; not to a target to which something is done already. */
interface Harm {
  target: string;
  /** How often it is chosen, compared with the others. */
  share: number;
  lastsMs: readonly [number, number];
  begin(): Promise<unknown>;
  end(): Promise<unknown>;
}

/** More at a time would leave nobody to acknowledge anything. */
const harmsAtOnce = 3;

const soak: Scenario = {
  name: 'F37',
  title: 'any fault after any other, one every two to four seconds, up to three at a time',
  /** Two devices each for some only: where much is written, pushes are what costs. */
  async people({ cast, pairs }) {
    const several = Math.ceil(pairs / 4);
    await cast.addPairs(several, { devices: 2 });
    await cast.addPairs(pairs - several, { devices: 1, window: 4 });
  },
  async run(stage) {
    const { random, amount, sleep } = stage;
    const underWay = new Map<string, Promise<void>>();
    for (const until = now() + amount(15_000, 240_000); now() < until; await sleep(random.between(2_000, 4_000))) {
      const free = harmsOn(stage).filter(({ target }) => !underWay.has(target));
      if (underWay.size >= harmsAtOnce) continue;
      const harm = random.pick(weighted(free));
      underWay.set(
        harm.target,
        suffer(harm, stage).finally(() => underWay.delete(harm.target)),
      );
    }
    await Promise.all(underWay.values());
  },
};

async function suffer({ begin, end, lastsMs: [least, most] }: Harm, { random, sleep }: Stage): Promise<void> {
  const lasts = random.between(least, most);
  await begin();
  await sleep(lasts);
  await end();
}

/** Each as often as its share. */
const weighted = (harms: readonly Harm[]) => harms.flatMap((harm) => Array<Harm>(harm.share).fill(harm));

function harmsOn(stage: Stage): Harm[] {
  const { bed, nemesis } = stage;
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
    ...bed.nodes.flatMap((node) => harmsOnNode(node, stage)),
    { target: 'redis', share: 8, lastsMs: [100, 3_000], ...killed(redis) },
    { target: 'redis', share: 6, lastsMs: [500, 4_000], ...frozen(redis) },
    { target: 'mariadb', share: 5, lastsMs: [100, 1_500], ...killed(mariadb) },
    { target: 'mariadb', share: 4, lastsMs: [300, 3_000], ...frozen(mariadb) },
    ...haproxies.map((one) => ({ target: 'haproxy', share: 3, lastsMs: [100, 500] as const, ...killed(one) })),
  ];
}

function harmsOnNode({ name, process, database, redis, balancer }: BedNode, stage: Stage): Harm[] {
  const { nemesis } = stage;
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
    cutLink(database, stage),
    cutLink(redis, stage),
    cutLink(balancer, stage, name),
  ];
}

function cutLink(link: FaultProxy, { nemesis, random }: Stage, cuts?: string): Harm {
  const begin = () => nemesis.link(link, random.pick(modes)(random), cuts);
  return { target: link.name, share: 6, lastsMs: [200, 4_000], begin, end: () => nemesis.link(link, pass, cuts) };
}

const modes: readonly ((random: Stage['random']) => LinkMode)[] = [
  () => ({ kind: 'reset' }),
  () => ({ kind: 'refuse' }),
  () => ({ kind: 'blackhole' }),
  () => ({ kind: 'halfOpen' }),
  () => ({ kind: 'oneWay', lost: 'up' }),
  () => ({ kind: 'oneWay', lost: 'down' }),
  (random) => ({ kind: 'delay', ms: random.between(5, 300), jitterMs: 50 }),
  (random) => ({ kind: 'drip', bytesPerSecond: random.between(2_000, 50_000) }),
  (random) => ({ kind: 'cutAfter', bytes: random.between(100, 50_000) }),
];

export const soakScenarios: readonly Scenario[] = [soak];
