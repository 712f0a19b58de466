/** A connection pool of the mariadb driver that applies session settings and writes values as literals without quotes. */
import { createPool, type Pool, type PoolConfig, type PoolConnection, type QueryOptions } from 'mariadb';
import { withLiterals } from './sql-literals.ts';

/**
 * The driver's own settings for new connections raise an unhandled rejection when the server dies meanwhile. Instead
 * `getConnection` applies them once, before the first use of a connection.
 * @param settings - statements that each connection runs first. A connection on which one fails is not used.
 */
export function openMysqlPool(options: PoolConfig, settings: readonly string[]): Pool {
  const pool = createPool(options);
  const take = pool.getConnection.bind(pool);
  const prepared = new WeakSet<object>();

  async function prepare(connection: PoolConnection): Promise<void> {
    // The pool returns a new wrapper each time; `info` stays the same.
    const lasting = connection.info ?? connection;
    if (prepared.has(lasting)) return;
    await Promise.all(settings.map((setting) => connection.query(setting)));
    prepared.add(lasting);
  }

  async function getConnection(): Promise<PoolConnection> {
    const connection = await take();
    try {
      await prepare(connection);
    } catch (error) {
      connection.destroy();
      throw error;
    }
    const run = connection.query.bind(connection);
    return Object.assign(connection, {
      query: (sql: string | QueryOptions, values: readonly unknown[] = []) => run(inlined(sql, values)),
    });
  }

  async function query(sql: string | QueryOptions, values?: readonly unknown[]) {
    const connection = await getConnection();
    try {
      return await connection.query(sql, values);
    } finally {
      void connection.release();
    }
  }

  return Object.assign(pool, { getConnection, query });
}

/** Without the cast of Prisma's adapter, which serves geometry only: each value of each row would allocate two functions for it. */
function inlined(sql: string | QueryOptions, values: readonly unknown[]): string | QueryOptions {
  if (typeof sql === 'string') return withLiterals(sql, values);
  const { typeCast: _, ...options } = sql;
  return { ...options, sql: withLiterals(options.sql, values) };
}
