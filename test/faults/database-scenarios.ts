/** Scenarios that harm the database itself: it may vanish, restart, freeze, refuse to write or to be connected to. */
import { type Connection, createConnection } from 'mariadb';
import { answerTimes, isTypedError, type Window } from './answer-times.ts';
import { now } from './fault-history.ts';
import { spreadText } from './run-figures.ts';
import type { Scenario, Stage } from './scenario.ts';

const killDatabase: Scenario = {
  name: 'F12',
  title: 'kill -9 MariaDB, back after 0.5, 5 and 30 s',
  async run(stage) {
    const { nemesis, bed, sleep, tier, amount } = stage;
    await stage.cast.addStraightPairs(3);
    for (const seconds of tier === 'short' ? [0.5, 4] : [0.5, 5, 30]) {
      for (let cycle = amount(1, 3); cycle > 0; cycle -= 1) {
        const from = now();
        await nemesis.kill(bed.mariadb);
        await sleep(seconds * 1_000);
        await nemesis.start(bed.mariadb);
        await reportStall(stage, { from, until: now() });
        reportErrors(stage, { from, until: now() });
      }
    }
  },
};

const restartDatabase: Scenario = {
  name: 'F13',
  title: 'MariaDB restarted in good order',
  async run(stage) {
    const { nemesis, bed, amount } = stage;
    for (let cycle = amount(1, 5); cycle > 0; cycle -= 1) {
      const from = now();
      await nemesis.stop(bed.mariadb);
      await nemesis.start(bed.mariadb);
      await reportStall(stage, { from, until: now() });
    }
  },
};

const frozenDatabase: Scenario = {
  name: 'F14',
  title: 'MariaDB frozen for 6 and 20 s',
  async run(stage) {
    const { nemesis, bed, sleep } = stage;
    await stage.cast.addStraightPairs(3);
    for (const seconds of stage.tier === 'short' ? [6] : [6, 20]) {
      const from = now();
      await nemesis.freeze(bed.mariadb);
      await sleep(seconds * 1_000);
      nemesis.thaw(bed.mariadb);
      const frozen = { from, until: now() };
      await reportStall(stage, frozen);
      reportErrors(stage, frozen);
    }
  },
};

const readOnlyDatabase: Scenario = {
  name: 'F15',
  title: 'the database takes no writes (read_only)',
  async run(stage) {
    const { nemesis, bed, sleep, history, check, cast, amount } = stage;
    await cast.addStraightPairs(3);
    const from = now();
    nemesis.note('MariaDB read_only');
    await bed.mariadb.query('SET GLOBAL read_only = 1');
    const settledAt = now() + 200;
    try {
      await sleep(amount(4_000, 15_000));
      const [person, peer] = cast.pairs[0]!.people;
      const { status } = await person.fetch(`/api/conversations/${peer.username}/messages`);
      check('messages can be read meanwhile', status === 200, `${status}`);
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
    check('nothing new is acknowledged meanwhile', fresh.length === 0, `${fresh.length} acknowledged`);
    reportErrors(stage, { from, until });
    await sleep(2_000);
  },
};

const noConnections: Scenario = {
  name: 'F16',
  title: 'MariaDB has no connection left',
  async run(stage) {
    const { nemesis, bed, sleep, amount } = stage;
    await stage.cast.addStraightPairs(3);
    const owner = await ownerConnection(stage);
    const hogs: Connection[] = await Promise.all(Array.from({ length: 15 }, () => connectTo(bed.mariadb.url(''))));
    const from = now();
    nemesis.note('MariaDB max_connections');
    try {
      await owner.query('SET GLOBAL max_connections = 10');
      await dropPools(owner, new Set(hogs.map(({ threadId }) => Number(threadId))));
      await sleep(amount(4_000, 15_000));
    } finally {
      await Promise.all(hogs.map((one) => one.end()));
      await owner.query('SET GLOBAL max_connections = 200');
      await owner.end();
    }
    nemesis.healed('MariaDB max_connections');
    const until = now();
    reportErrors(stage, { from, until });
    await reportStall(stage, { from, until });
  },
};

/** Made before there is none to be had. */
async function ownerConnection({ bed }: Stage): Promise<Connection> {
  await bed.mariadb.query("CREATE OR REPLACE USER nemesis@'127.0.0.1' IDENTIFIED BY 'nemesis'");
  await bed.mariadb.query("GRANT ALL ON *.* TO nemesis@'127.0.0.1'");
  return connectTo(`mysql://nemesis:nemesis@127.0.0.1:${bed.mariadb.port}/`);
}

function connectTo(url: string): Promise<Connection> {
  const { hostname, port, username, password } = new URL(url);
  return createConnection({ host: hostname, port: Number(port), user: username, password });
}

/** Ends every connection of the nodes, so that they have to ask for new ones. */
async function dropPools(owner: Connection, spared: Set<number>): Promise<void> {
  const rows = await owner.query("SELECT id FROM information_schema.processlist WHERE user = 'duologue'");
  for (const { id } of rows as { id: number | bigint }[]) {
    if (!spared.has(Number(id))) await owner.query(`KILL ${id}`).catch(() => {});
  }
}

function reportErrors({ history, measure }: Stage, window: Window): void {
  measure('time to a typed error', spreadText(answerTimes(history, window, isTypedError)), '≤ 3 s');
}

/** How long after the database was back the first message was acknowledged. */
async function reportStall({ sleep, history, measure }: Stage, { from, until }: Window): Promise<void> {
  await sleep(6_000);
  const next = history.events.find(({ op, phase, t }) => op === 'send' && phase === 'ok' && t > until)?.t;
  const stall = next === undefined ? 'none came' : `${Math.round(next - until)} ms`;
  measure(`first acknowledgement after ${Math.round(until - from)} ms of downtime`, stall, '≤ 2 s');
}

export const databaseScenarios: readonly Scenario[] = [
  killDatabase,
  restartDatabase,
  frozenDatabase,
  readOnlyDatabase,
  noConnections,
];
