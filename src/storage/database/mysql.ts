/** Opens MySQL or MariaDB by a connection pool with a time limit on every step. */
import { PrismaMariaDb } from '@prisma/adapter-mariadb';
import type { Pool } from 'mariadb';
import { PrismaClient } from '../generated/mysql/client.ts';
import type { Database } from './database.ts';
import type { Dialect } from './dialect.ts';
import { openMysqlPool } from './mysql-pool.ts';
import { sessionSettings } from './mysql-session.ts';
import { withLeanPromises } from './prisma-internals.ts';

const dialect: Dialect = {
  insertIgnore: 'INSERT IGNORE INTO',
  onDuplicateKey: 'ON DUPLICATE KEY UPDATE',
  proposed: (column) => `VALUES(\`${column}\`)`,
  lockFreeRows: 'FOR UPDATE SKIP LOCKED',
  lockRows: 'FOR UPDATE',
  lockShared: 'LOCK IN SHARE MODE',
  time: (offsetMs) => `(UTC_TIMESTAMP(3) + INTERVAL ${Math.round(offsetMs) * 1_000} MICROSECOND)`,
  millisecondsOf: (time) => `(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', ${time}) DIV 1000)`,
  now: 'CAST(UTC_TIMESTAMP(3) AS CHAR)',
  nextTime: (column) => `CAST(GREATEST(COALESCE(${column}, UTC_TIMESTAMP(3)), UTC_TIMESTAMP(3)) AS CHAR)`,
  parseTime: (text) => new Date(`${text.replace(' ', 'T')}Z`),
  secondOf: (time) => `(TO_SECONDS(${time}) - 62167219200)`,
  timestamp: (at) => at.toISOString().slice(0, -1).replace('T', ' '),
  joinByKey: (table) => `STRAIGHT_JOIN ${table} FORCE INDEX (PRIMARY)`,
  hasBeyondAscii: (text) => `LENGTH(${text}) <> CHAR_LENGTH(${text})`,
  byteValue: (bytes) => `ORD(${bytes})`,
  countTables: 'SELECT COUNT(*) AS `tables` FROM `information_schema`.`tables` WHERE `table_schema` = DATABASE()',
  // With its default isolation InnoDB keeps locks on rows that it only scanned: one busy conversation would delay all others.
  isolation: 'ReadCommitted',
  // These locks belong to the server, not to a database, so the name holds both. MySQL allows 64 characters.
  migrationLock: {
    acquire: "SELECT GET_LOCK(LEFT(CONCAT('duologue ', DATABASE()), 64), 120) AS `locked`",
    release: "SELECT RELEASE_LOCK(LEFT(CONCAT('duologue ', DATABASE()), 64))",
  },
  migrations: 'migrations',
};

/** Connections of a node, without those of the writer of messages. */
const connections = 10;

// Without the socket's limit, a query to a frozen server would wait for ever.
const timeLimits = { connectTimeout: 1_000, acquireTimeout: 2_000, socketTimeout: 2_000 };

/**
 * The time zone of a session is left alone: every statement asks for UTC times. Every transaction sets its isolation.
 * @param url - `mysql://user:password@host:port/database`; query parameters are options of the mariadb driver.
 * @param patient - no time limit on statements.
 */
export function openMysql(url: string, patient: boolean): Database {
  const options = { ...poolOptions(url, connections, patient), multipleStatements: false };
  const pool = openMysqlPool(options, sessionSettings(patient));
  // The text protocol takes one round trip a statement. Lists differ in length, so prepared statements are seldom reused.
  const adapter = new PrismaMariaDb(pool, { useTextProtocol: true });
  return { client: withLeanPromises(new PrismaClient({ adapter: endingPool(adapter, pool) })), dialect };
}

/** Ends the pool with the client. With the adapter's own option for that, a client that could not connect never does. */
function endingPool(adapter: PrismaMariaDb, pool: Pool): PrismaMariaDb {
  const connect = adapter.connect.bind(adapter);
  return Object.assign(adapter, {
    connect: async () => Object.assign(await connect(), { dispose: () => pool.end() }),
  });
}

/** The driver's options for a pool of `connectionLimit` connections. */
export function poolOptions(url: string, connectionLimit: number, patient = false) {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? 3306 : Number(port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    connectionLimit,
    minimumIdle: 1,
    charset: 'utf8mb4',
    ...timeLimits,
    ...(patient ? { socketTimeout: 0 } : {}),
    ...Object.fromEntries([...searchParams].map(([name, value]) => [name, typed(value)])),
  };
}

function typed(value: string): string | number | boolean {
  if (value === 'true' || value === 'false') return value === 'true';
  return /^\d+$/.test(value) ? Number(value) : value;
}
