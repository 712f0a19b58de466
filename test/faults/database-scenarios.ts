/** Scenarios of database faults: killed, restarted, frozen, read-only, or without free connections. */
import { type Connection, createConnection } from 'mariadb';
import { answerTimes, isTypedError, type Window } from './answer-times.ts';
import { now } from './fault-history.ts';
import { spreadText } from './run-figures.ts';
import type { Scenario, ScenarioContext } from './scenario.ts';

const killDatabase: Scenario = {
  name: 'F12',
  title: 'kill -9 MariaDB, started again after 0.5, 5 and 30 s',
  async run(context) {
    const { nemesis, bed, sleep, tier, amount } = context;
    await context.pool.addDirectPairs(3);
    for (const seconds of tier === 'short' ? [0.5, 4] : [0.5, 5, 30]) {
      for (let cycle = amount(1, 3); cycle > 0; cycle -= 1) {
        const from = now();
        await nemesis.kill(bed.mariadb);
        await sleep(seconds * 1_000);
        await nemesis.start(bed.mariadb);
        await reportStall(context, { from, until: now() });
        reportErrors(context, { from, until: now() });
      }
    }
  },
};

const restartDatabase: Scenario = {
  name: 'F13',
  title: 'MariaDB restarts cleanly',
  async run(context) {
    const { nemesis, bed, amount } = context;
    for (let cycle = amount(1, 5); cycle > 0; cycle -= 1) {
      const from = now();
      await nemesis.stop(bed.mariadb);
      await nemesis.start(bed.mariadb);
      await reportStall(context, { from, until: now() });
    }
  },
};

const frozenDatabase: Scenario = {
  name: 'F14',
  title: 'MariaDB frozen for 6 and 20 s',
  async run(context) {
    const { nemesis, bed, sleep } = context;
    await context.pool.addDirectPairs(3);
    for (const seconds of context.tier === 'short' ? [6] : [6, 20]) {
      const from = now();
      await nemesis.freeze(bed.mariadb);
      await sleep(seconds * 1_000);
      nemesis.thaw(bed.mariadb);
      const frozen = { from, until: now() };
      await reportStall(context, frozen);
      reportErrors(context, frozen);
    }
  },
};

const readOnlyDatabase: Scenario = {
  name: 'F15',
  title: 'MariaDB refuses writes (read_only)',
  async run(context) {
    const { nemesis, bed, sleep, history, check, pool, amount } = context;
    await pool.addDirectPairs(3);
    const from = now();
    nemesis.note('MariaDB read_only');
    await bed.mariadb.query('SET GLOBAL read_only = 1');
    const settledAt = now() + 200;
    try {
      await sleep(amount(4_000, 15_000));
      const [user, peer] = pool.pairs[0]!.users;
      const { status } = await user.fetch(`/api/conversations/${peer.username}/messages`);
      check('users can read messages meanwhile', status === 200, `${status}`);
    } finally {
      await bed.mariadb.query('SET GLOBAL read_only = 0');
    }
    nemesis.healed('MariaDB read_only');
    const until = now();
    const stored = history.events.filter(
      ({ op, phase, t }) => op === 'send' && phase === 'ok' && t > settledAt && t < until - 200,
    );
    const begun = new Map<string, number>();
    for (const { op, phase, clientId = '', t } of history.events) {
      if (op === 'send' && phase === 'invoke' && !begun.has(clientId)) begun.set(clientId, t);
    }
    const fresh = stored.filter(({ clientId = '' }) => (begun.get(clientId) ?? 0) > settledAt);
    check('no new message is acknowledged meanwhile', fresh.length === 0, `${fresh.length} acknowledged`);
    reportErrors(context, { from, until });
    await sleep(2_000);
  },
};

const noConnections: Scenario = {
  name: 'F16',
  title: 'MariaDB has no connection left',
  async run(context) {
    const { nemesis, bed, sleep, amount } = context;
    await context.pool.addDirectPairs(3);
    const admin = await adminConnection(context);
    const occupiers: Connection[] = await Promise.all(Array.from({ length: 15 }, () => connectTo(bed.mariadb.url(''))));
    const from = now();
    nemesis.note('MariaDB max_connections');
    try {
      await admin.query('SET GLOBAL max_connections = 10');
      await closePools(admin, new Set(occupiers.map(({ threadId }) => Number(threadId))));
      await sleep(amount(4_000, 15_000));
    } finally {
      await Promise.all(occupiers.map((one) => one.end()));
      await admin.query('SET GLOBAL max_connections = 200');
      await admin.end();
    }
    nemesis.healed('MariaDB max_connections');
    const until = now();
    reportErrors(context, { from, until });
    await reportStall(context, { from, until });
  },
};

/** Connects before no connection is left. */
async function adminConnection({ bed }: ScenarioContext): Promise<Connection> {
  await bed.mariadb.query("CREATE OR REPLACE USER nemesis@'127.0.0.1' IDENTIFIED BY 'nemesis'");
  await bed.mariadb.query("GRANT ALL ON *.* TO nemesis@'127.0.0.1'");
  return connectTo(`mysql://nemesis:nemesis@127.0.0.1:${bed.mariadb.port}/`);
}

function connectTo(url: string): Promise<Connection> {
  const { hostname, port, username, password } = new URL(url);
  return createConnection({ host: hostname, port: Number(port), user: username, password });
}

/** Closes every connection of the nodes, so that they must open new ones. */
async function closePools(admin: Connection, spared: Set<number>): Promise<void> {
  const rows = await admin.query("SELECT id FROM information_schema.processlist WHERE user = 'duologue'");
  for (const { id } of rows as { id: number | bigint }[]) {
    if (!spared.has(Number(id))) await admin.query(`KILL ${id}`).catch(() => {});
  }
}

function reportErrors({ history, measure }: ScenarioContext, window: Window): void {
  measure('time to a typed error', spreadText(answerTimes(history, window, isTypedError)), '≤ 3 s');
}

/** Measures the time from the return of the database to the first acknowledged message. */
async function reportStall({ sleep, history, measure }: ScenarioContext, { from, until }: Window): Promise<void> {
  await sleep(6_000);
  const next = history.events.find(({ op, phase, t }) => op === 'send' && phase === 'ok' && t > until)?.t;
  const stall = next === undefined ? 'none' : `${Math.round(next - until)} ms`;
  measure(`first acknowledgement after ${Math.round(until - from)} ms of downtime`, stall, '≤ 2 s');
}

export const databaseScenarios: readonly Scenario[] = [
  killDatabase,
  restartDatabase,
  frozenDatabase,
  readOnlyDatabase,
  noConnections,
];
