/** Scenarios in which the database answers, but late: slow lines, a locked row, writers in each other's way. */
import { createConnection } from 'mariadb';
import { answerTimes, isAck, isTypedError } from './answer-times.ts';
import { now } from './fault-history.ts';
import { pass } from './fault-proxy.ts';
import { spreadText } from './run-figures.ts';
import type { Scenario, Stage } from './scenario.ts';

const slowDatabase: Scenario = {
  name: 'F17',
  title: 'every answer of the database 50, 200, 1,000 ms late',
  async run(stage) {
    await stage.cast.addStraightPairs(3);
    for (const ms of stage.tier === 'short' ? [50, 200] : [50, 200, 1_000]) {
      await withDelay(stage, ms, ms / 4, stage.amount(4_000, 15_000));
    }
  },
};

const transactionTimeout: Scenario = {
  name: 'F20',
  title: 'so slow that transactions run out of time in the middle',
  async run(stage) {
    await stage.cast.addStraightPairs(3);
    await withDelay(stage, 800, 700, stage.amount(8_000, 60_000));
  },
};

/** Half of it on the way there, half on the way back. */
async function withDelay(stage: Stage, ms: number, jitterMs: number, time: number): Promise<void> {
  const { nemesis, bed, sleep, history, measure } = stage;
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

const channelOf =
  'SELECT c.id FROM `Channel` c JOIN `User` u ON u.id IN (c.lowId, c.highId) WHERE u.username = ? AND c.lastSeq > 0';

const lockedRow: Scenario = {
  name: 'F18',
  title: "somebody holds one conversation's row for 10 s: the others do not wait",
  async run({ nemesis, bed, sleep, cast, history, measure, check, amount }) {
    const pair = cast.pairs[0]!;
    const { conversation } = pair.clients[0]!;
    const isOther = (one: { conversation?: string | undefined }) => one.conversation !== conversation;
    const calm = { from: now() - 1_500, until: now() };
    const { hostname, port, username, password } = new URL(bed.mariadb.url(bed.databaseName));
    const database = bed.databaseName;
    const hand = await createConnection({ host: hostname, port: Number(port), user: username, password, database });
    const [ann] = pair.people;
    const from = now();
    nemesis.note('row locked');
    await hand.query('START TRANSACTION');
    const [channel] = await bed.query<{ id: string }>(channelOf, [ann.username]);
    await hand.query('SELECT `id` FROM `Channel` WHERE `id` = ? FOR UPDATE', [channel?.id]);
    await sleep(amount(5_000, 10_000));
    const until = now();
    await hand.query('ROLLBACK');
    await hand.end();
    nemesis.healed('row locked');
    const others = answerTimes(history, { from, until }, (event) => isAck(event) && isOther(event));
    const locked = answerTimes(
      history,
      { from: from + 200, until: until - 200 },
      (event) => isAck(event) && !isOther(event),
    );
    check('the others are served meanwhile', others.count > 0, `${others.count}`);
    measure('acknowledgements of the others before', spreadText(answerTimes(history, calm, isAck)), '–');
    measure('acknowledgements of the others meanwhile', spreadText(others), 'p99 ± 20 %');
    measure('acknowledgements in the locked conversation', spreadText(locked), 'typed error ≤ 3 s');
    await sleep(1_500);
  },
};

const deadlockStorm: Scenario = {
  name: 'F19',
  title: 'twenty writers and their receipts in one conversation',
  isQuiet: true,
  async run({ cast, load, history, check, measure, amount, nemesis }) {
    const [pair] = await cast.addPairs(1, { devices: 10 });
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
    check('nobody sees an error', refused.length === 0, refused.map(({ detail }) => detail).join());
    measure('acknowledgements', spreadText(answerTimes(history, { from, until: now() }, isAck)), '–');
  },
};

export const slowDatabaseScenarios: readonly Scenario[] = [slowDatabase, lockedRow, deadlockStorm, transactionTimeout];
