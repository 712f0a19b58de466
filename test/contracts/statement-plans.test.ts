/** Plans of every statement of the stores: none reads a whole table that grows with use. */
import { expect } from 'chai';
import { openDatabase } from '../../src/storage/database/open-database.ts';
import { databaseOn } from '../../src/storage/database/sqlite.ts';
import { createSqliteConnection } from '../../src/storage/database/sqlite-connection.ts';
import { sqliteFile } from '../../src/storage/database/sqlite-files.ts';
import { createStores, migrateOnly, openStores, type StorageOptions, type Stores } from '../../src/storage/stores.ts';
import { sharedMariadb } from '../support/mariadb.ts';
import { makeFolder } from '../support/temporary-folder.ts';
import { recorded, statementsIn } from './statement-log.ts';
import { storeCalls } from './store-calls.ts';

/** Not of a request: the operator's list of a few invites. */
const few = /FROM [`"]Invite[`"]/;
/** Nearly every row holds the same value (null) in such a column, so an index on it finds nearly every row. */
const mostlyNull = /\b(deletedAt|endedAt|passwordUntil|confirmedAt|lastUsedAt|blockChangedAt|disabledAt)=\?/;

interface Plan {
  sql: string;
  steps: string[];
}

const listed = (plans: Plan[]) => plans.map(({ sql, steps }) => `${steps.join(' / ')}: ${sql}`);
const isBounded = (sql: string) => /\bLIMIT\b/.test(sql);

/** Calls every method of every store. */
async function callAll(stores: Stores): Promise<void> {
  const calls = await storeCalls(stores);
  const { checkDatabase, close, ...parts } = stores;
  await checkDatabase();
  for (const [name, store] of Object.entries(parts)) {
    expect(Object.keys(calls[name] ?? {}), `calls of ${name} in store-calls.ts`).to.include.members(Object.keys(store));
  }
  for (const ofStore of Object.values(calls)) for (const call of Object.values(ofStore)) await call();
}

describe('statements of the stores on SQLite', () => {
  const place: StorageOptions = { databaseUrl: null, dataDir: makeFolder('plans') };
  const statements = new Set<string>();
  before(async () => {
    await migrateOnly(place);
    const stores = createStores(
      databaseOn(recorded(createSqliteConnection(sqliteFile(place.dataDir), 2_000), (sql) => statements.add(sql))),
    );
    await callAll(stores);
    await stores.close();
  });

  async function plans(): Promise<Plan[]> {
    const { client } = await openDatabase(null, place.dataDir);
    const found: Plan[] = [];
    for (const sql of [...statements].filter((text) => /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)/i.test(text))) {
      const rows = await client.$queryRawUnsafe<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`);
      found.push({ sql, steps: rows.map(({ detail }) => detail) });
    }
    await client.$disconnect();
    return found;
  }

  it('scans no table, except by an index up to a limit', async () => {
    const all = await plans();
    expect(all.length, 'statements').to.be.above(50);
    const isScan = ({ sql, steps }: Plan) =>
      steps.some(
        (step) => /^SCAN (main\.)?[A-Z][a-z]/.test(step) && !(/USING (COVERING )?INDEX/.test(step) && isBounded(sql)),
      );
    expect(listed(all.filter((plan) => isScan(plan) && !few.test(plan.sql)))).to.deep.equal([]);
  });

  it('gives each column of a range one lower bound, since SQLite would use only one of two', () => {
    const twice = /(`\w+`) >=? \?(?:(?! OR ).)*\1 >=? \?/s;
    expect([...statements].flatMap((sql) => sql.split(' UNION ALL ')).filter((sql) => twice.test(sql))).to.deep.equal(
      [],
    );
  });

  it('uses no index for a value that nearly every row has', async () => {
    expect(listed((await plans()).filter(({ steps }) => steps.some((step) => mostlyNull.test(step))))).to.deep.equal(
      [],
    );
  });
});

describe('statements of the stores on MariaDB', () => {
  let place: StorageOptions;
  let statements: string[];
  before(async () => {
    const server = await sharedMariadb();
    place = { databaseUrl: await server.createDatabase(), dataDir: '' };
    const stores = await openStores(place);
    await fill(place);
    await server.query("SET GLOBAL log_output = 'TABLE'");
    // Tests before may have logged statements about rows that are not in this database.
    await server.query('TRUNCATE TABLE mysql.general_log');
    await server.query('SET GLOBAL general_log = 1');
    try {
      await callAll(stores);
    } finally {
      await server.query('SET GLOBAL general_log = 0');
    }
    const sql =
      "SELECT argument FROM mysql.general_log WHERE command_type IN ('Query', 'Execute') AND user_host LIKE 'duologue[%'";
    statements = ((await server.query(sql)) as { argument: Buffer | string }[]).map(({ argument }) => `${argument}`);
    await server.query('TRUNCATE TABLE mysql.general_log');
    await stores.close();
  });

  it('scans no table, except by an index up to a limit', async () => {
    const { client } = await openDatabase(place.databaseUrl, '');
    const wrong: string[] = [];
    const texts = new Set(
      statements
        .flatMap(statementsIn)
        .filter((text) => /^\s*(SELECT .*FROM|INSERT .*SELECT|UPDATE|DELETE)/is.test(text)),
    );
    for (const sql of texts) {
      const rows = await client.$queryRawUnsafe<{ type: string | null; table: string; key: string | null }[]>(
        `EXPLAIN ${sql}`,
      );
      const isScan = rows.some(
        ({ type, table }) => (type === 'ALL' || (type === 'index' && !isBounded(sql))) && !/^</.test(table),
      );
      if (isScan && !few.test(sql))
        wrong.push(`${rows.map(({ type, table, key }) => `${table} ${type} ${key}`).join(' / ')}: ${sql}`);
    }
    await client.$disconnect();
    expect(texts.size, 'statements').to.be.above(50);
    expect(wrong).to.deep.equal([]);
  });
});

/** Rows of other users, so that the optimizer does not prefer to read a small table whole. */
async function fill({ databaseUrl, dataDir }: StorageOptions): Promise<void> {
  const numbers = `WITH RECURSIVE d(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM d WHERE i < 70),
    n(i) AS (SELECT one.i * 71 + other.i + 1 FROM d one JOIN d other)`;
  const id = "LPAD(i, 16, '0')";
  const now = 'UTC_TIMESTAMP(3)';
  const { client } = await openDatabase(databaseUrl, dataDir, true);
  const insert = (table: string, columns: string, values: string) =>
    client.$executeRawUnsafe(`INSERT INTO \`${table}\` (${columns}) ${numbers} SELECT ${values} FROM n`);
  await insert(
    'User',
    'id, username, displayName, nameKey, passwordHash, indexedName',
    `${id}, CONCAT('u', i), 'User', CONCAT('user', i), 'none', 'User'`,
  );
  for (const prefix of ['u', 'us', 'use', 'user'])
    await insert('NamePrefix', 'prefix, username', `'${prefix}', CONCAT('u', i)`);
  await insert(
    'Session',
    'id, secretHash, userId, createdAt, lastUsedAt, expiresAt, endedAt, ip, userAgent',
    `${id}, LPAD(i, 43, 's'), ${id}, ${now}, ${now}, ${now} + INTERVAL 30 DAY, IF(i % 10 = 0, ${now} - INTERVAL 1 HOUR, NULL), '', ''`,
  );
  await insert('Channel', 'id, lowId, highId, lastSeq, lastMessageAt', `${id}, ${id}, LPAD(i + 1, 16, '0'), 1, ${now}`);
  await insert('Member', 'channelId, userId', `${id}, ${id}`);
  await insert(
    'Message',
    'channelId, seq, senderId, clientId, body, sentAt',
    `${id}, 1, ${id}, UNHEX(LPAD(HEX(i), 32, '0')), 'hi', ${now}`,
  );
  await insert('ChangedMessage', 'channelId, seq, rev, editedAt', `${id}, 1, 1, ${now}`);
  await insert('MessageVersion', 'channelId, seq, number, body, at', `${id}, 1, 1, 'hi', ${now}`);
  await insert('Reaction', 'channelId, seq, emoji, userId, rev', `${id}, 1, '+', ${id}, 1`);
  await insert('RecoveryCode', 'userId, codeHash', `${id}, LPAD(i, 43, 'c')`);
  await insert('TotpSecret', 'userId, sealed, createdAt, confirmedAt', `${id}, 'key.x', ${now}, ${now}`);
  await insert(
    'Passkey',
    'id, userId, credentialId, publicKey, counter, transports, name, createdAt',
    `${id}, ${id}, CONCAT('c', i), '', 0, '', '', ${now}`,
  );
  await insert('Challenge', 'challenge, purpose, expiresAt', `CONCAT('c', i), 'login', ${now} + INTERVAL 1 DAY`);
  const tables = [
    'User',
    'NamePrefix',
    'Session',
    'Channel',
    'Member',
    'Message',
    'ChangedMessage',
    'MessageVersion',
    'Reaction',
    'RecoveryCode',
    'TotpSecret',
    'Passkey',
    'Challenge',
  ];
  await client.$queryRawUnsafe(`ANALYZE TABLE ${tables.map((table) => `\`${table}\``).join(', ')}`);
  await client.$disconnect();
}
