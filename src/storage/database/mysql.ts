/** Opens MySQL or MariaDB: the connection pool with a time limit on everything, and its dialect. */
import { PrismaMariaDb } from '@prisma/adapter-mariadb';
import { PrismaClient } from '../generated/mysql/client.ts';
import type { Database } from './database.ts';
import type { Dialect } from './dialect.ts';

const dialect: Dialect = {
  insertIgnore: 'INSERT IGNORE INTO',
  lockFreeRows: 'FOR UPDATE SKIP LOCKED',
  lockShared: 'LOCK IN SHARE MODE',
  time: (offsetMs) => `(UTC_TIMESTAMP(3) + INTERVAL ${Math.round(offsetMs) * 1_000} MICROSECOND)`,
  secondOf: (time) => `(TO_SECONDS(${time}) - 62167219200)`,
  // By default InnoDB also keeps locked what it only looked at: a channel held elsewhere would delay all others.
  isolation: 'ReadCommitted',
  // Such locks are the server's, not the database's, hence the name; MySQL takes 64 characters of it.
  migrationLock: {
    acquire: "SELECT GET_LOCK(LEFT(CONCAT('duologue ', DATABASE()), 64), 120) AS `locked`",
    release: "SELECT RELEASE_LOCK(LEFT(CONCAT('duologue ', DATABASE()), 64))",
  },
  migrations: 'migrations',
};

/** Connections of a node for everything but appending, which has its own. */
const connections = 10;

// A frozen server never answers: without the socket's limit a query would wait for ever.
const timeLimits = { connectTimeout: 1_000, acquireTimeout: 2_000, socketTimeout: 2_000 };

/**
 * Nothing is set on a new connection (time zone, isolation): the driver lets the failure of such a statement escape as an
 * unhandled rejection when the server dies meanwhile. Times are asked for in UTC, and each transaction says how it is isolated.
 * @param url - `mysql://user:password@host:port/database`; query parameters are options of the mariadb driver.
 * @param patient - for migrations: a statement may take as long as it needs.
 */
export function openMysql(url: string, patient: boolean): Database {
  // One round trip per statement: lists differ in length, so prepared statements are seldom met again.
  const adapter = new PrismaMariaDb(poolOptions(url, connections, patient), { useTextProtocol: true });
  return { client: new PrismaClient({ adapter }), dialect };
}

/** What the driver is told, for a pool of this many connections. */
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
