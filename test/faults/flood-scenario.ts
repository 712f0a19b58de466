/** The scenario of a login flood: 200 wrong passwords per second while users send messages. */
import { answerTimes, isAck } from './answer-times.ts';
import { now } from './fault-history.ts';
import { spreadText } from './run-figures.ts';
import type { Scenario } from './scenario.ts';

/** Password hashes of production cost: cheap ones would not load the nodes. */
const productionHashes = { ARGON2_MEMORY_KIB: '19456', ARGON2_TIME_COST: '2' };

const loginFlood: Scenario = {
  name: 'F36',
  title: '200 wrong passwords per second while users send messages',
  bed: { nodeEnv: () => productionHashes },
  async run({ nemesis, pool, sleep, history, check, measure, amount, random }) {
    await sleep(amount(2_000, 5_000));
    const calm = answerTimes(history, { from: now() - amount(2_000, 5_000), until: now() }, isAck);
    const users = pool.pairs.flatMap((pair) => pair.users);
    const statuses = new Map<number, number>();
    const from = now();
    nemesis.note('login flood');
    const attempts: Promise<void>[] = [];
    while (now() - from < amount(5_000, 30_000)) {
      const { username } = random.pick(users);
      attempts.push(tryPassword(pool.url, username, statuses));
      await sleep(5);
    }
    const until = now();
    await Promise.all(attempts);
    nemesis.healed('login flood');
    const flooded = answerTimes(history, { from, until }, isAck);
    const others = [...statuses].filter(([status]) => ![401, 429, 503].includes(status));
    check(
      'every attempt is answered 401, 429 or 503',
      others.length === 0,
      others.map((pair) => pair.join(': ')).join(),
    );
    measure('attempts', [...statuses].map(([status, count]) => `${status}: ${count}`).join(', '), '200 per second');
    measure('acknowledgements before the flood', spreadText(calm), '–');
    measure('acknowledgements during the flood', spreadText(flooded), 'p99 ≤ twice the p99 before');
  },
};

async function tryPassword(url: string, username: string, statuses: Map<number, number>): Promise<void> {
  const answer = await fetch(`${url}/api/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: 'wrong password' }),
    signal: AbortSignal.timeout(20_000),
  }).catch(() => null);
  await answer?.body?.cancel();
  const status = answer?.status ?? 0;
  statuses.set(status, (statuses.get(status) ?? 0) + 1);
}

export const floodScenarios: readonly Scenario[] = [loginFlood];
