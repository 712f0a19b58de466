/** The scenario in which somebody tries passwords as fast as can be while people write. */
import { answerTimes, isAck } from './answer-times.ts';
import { now } from './fault-history.ts';
import { spreadText } from './run-figures.ts';
import type { Scenario } from './scenario.ts';

/** Password hashes as in production: cheap ones would hurt nobody. */
const productionHashes = { ARGON2_MEMORY_KIB: '19456', ARGON2_TIME_COST: '2' };

const loginFlood: Scenario = {
  name: 'F36',
  title: '200 wrong passwords a second while people write',
  bed: { nodeEnv: () => productionHashes },
  async run({ nemesis, cast, sleep, history, check, measure, amount, random }) {
    await sleep(amount(2_000, 5_000));
    const calm = answerTimes(history, { from: now() - amount(2_000, 5_000), until: now() }, isAck);
    const people = cast.pairs.flatMap((pair) => pair.people);
    const statuses = new Map<number, number>();
    const from = now();
    nemesis.note('login flood');
    const attempts: Promise<void>[] = [];
    while (now() - from < amount(5_000, 30_000)) {
      const { username } = random.pick(people);
      attempts.push(tryPassword(cast.url, username, statuses));
      await sleep(5);
    }
    const until = now();
    await Promise.all(attempts);
    nemesis.healed('login flood');
    const flooded = answerTimes(history, { from, until }, isAck);
    const odd = [...statuses].filter(([status]) => ![401, 429, 503].includes(status));
    check('every attempt is answered 401, 429 or 503', odd.length === 0, odd.map((pair) => pair.join(': ')).join());
    measure('attempts', [...statuses].map(([status, count]) => `${status}: ${count}`).join(', '), '200 a second');
    measure('acknowledgements before', spreadText(calm), '–');
    measure('acknowledgements meanwhile', spreadText(flooded), 'p99 ≤ twice that before');
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
