/** Scenarios of a slow database: delayed links, a locked row, and competing writers. */
import { createConnection } from 'mariadb';
import { answerTimes, isAck, isTypedError } from './answer-times.ts';
import { now } from './fault-history.ts';
import { pass } from './fault-proxy.ts';
import { spreadText } from './run-figures.ts';
import type { Scenario, ScenarioContext } from './scenario.ts';

const slowDatabase: Scenario = {
  name: 'F17',
  title: 'every answer of the database comes 50, 200, 1,000 ms late',
  async run(context) {
    await context.pool.addDirectPairs(3);
    for (const ms of context.tier === 'short' ? [50, 200] : [50, 200, 1_000]) {
      await withDelay(context, ms, ms / 4, context.amount(4_000, 15_000));
    }
  },
};

const transactionTimeout: Scenario = {
  name: 'F20',
  title: 'a database so slow that transactions time out',
  async run(context) {
    await context.pool.addDirectPairs(3);
    await withDelay(context, 800, 700, context.amount(8_000, 60_000));
  },
};

/** Delays each direction by half of `ms`. */
async function withDelay(context: ScenarioContext, ms: number, jitterMs: number, time: number): Promise<void> {
  const { nemesis, bed, sleep, history, measure } = context;
  const from = now();
  const mode = { kind: 'delay', ms: ms / 2, jitterMs: jitterMs / 2 } as const;
  for (const { database } of bed.nodes) await nemesis.link(database, mode);
  await sleep(time);
  for (const { database } of bed.nodes) await nemesis.link(database, pass);
  const slow = { from, until: now() };
  measure(`acknowledgements, ${ms} ms late`, spreadText(answerTimes(history, slow, isAck)), '≤ 3 s');
  measure(`typed errors, ${ms} ms late`, spreadText(answerTimes(history, slow, isTypedError)), '≤ 3 s');
  await sleep(2_500);
}

const selectConversation =
  'SELECT c.id FROM `Channel` c JOIN `User` u ON u.id IN (c.lowId, c.highId) WHERE u.username = ? AND c.lastSeq > 0';

const lockedRow: Scenario = {
  name: 'F18',
  title: 'a transaction locks the row of one conversation for 10 s: the other conversations do not wait',
  async run({ nemesis, bed, sleep, pool, history, measure, check, amount }) {
    const pair = pool.pairs[0]!;
    const { conversation } = pair.clients[0]!;
    const isOther = (one: { conversation?: string | undefined }) => one.conversation !== conversation;
    const calm = { from: now() - 1_500, until: now() };
    const { hostname, port, username, password } = new URL(bed.mariadb.url(bed.databaseName));
    const database = bed.databaseName;
    const locker = await createConnection({ host: hostname, port: Number(port), user: username, password, database });
    const [ann] = pair.users;
    const from = now();
    nemesis.note('row locked');
    await locker.query('START TRANSACTION');
    const [locked] = await bed.query<{ id: string }>(selectConversation, [ann.username]);
    await locker.query('SELECT `id` FROM `Channel` WHERE `id` = ? FOR UPDATE', [locked?.id]);
    await sleep(amount(5_000, 10_000));
    const until = now();
    await locker.query('ROLLBACK');
    await locker.end();
    nemesis.healed('row locked');
    const others = answerTimes(history, { from, until }, (event) => isAck(event) && isOther(event));
    const inLocked = answerTimes(
      history,
      { from: from + 200, until: until - 200 },
      (event) => isAck(event) && !isOther(event),
    );
    check('the other conversations are served meanwhile', others.count > 0, `${others.count}`);
    measure('acknowledgements of the other conversations before', spreadText(answerTimes(history, calm, isAck)), '–');
    measure('acknowledgements of the other conversations meanwhile', spreadText(others), 'p99 ± 20 %');
    measure('acknowledgements in the locked conversation', spreadText(inLocked), 'typed error ≤ 3 s');
    await sleep(1_500);
  },
};

const deadlockStorm: Scenario = {
  name: 'F19',
  title: 'twenty devices send messages and receipts in one conversation',
  isQuiet: true,
  async run({ pool, load, history, check, measure, amount, nemesis }) {
    const [pair] = await pool.addPairs(1, { devices: 10 });
    nemesis.note('deadlock storm');
    const from = now();
    const each = amount(20, 200);
    await Promise.all(
      pair!.clients.map(async (client) => {
        for (let left = each; left > 0; left -= 1)
          await client.sendOnce({ clientId: crypto.randomUUID(), body: load.body() });
      }),
    );
    const tries = history.events.filter(({ op }) => op === 'send');
    const refused = tries.filter(({ phase }) => phase === 'fail' || phase === 'unknown');
    check('no send fails', refused.length === 0, refused.map(({ detail }) => detail).join());
    measure('acknowledgements', spreadText(answerTimes(history, { from, until: now() }, isAck)), '–');
  },
};

export const slowDatabaseScenarios: readonly Scenario[] = [slowDatabase, lockedRow, deadlockStorm, transactionTimeout];
