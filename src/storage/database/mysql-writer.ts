/** Writes to MySQL or MariaDB through its own connections, so that messages never wait behind reads. */
import { createPool, type PoolConfig, type PoolConnection } from 'mariadb';
import type { Row, Statement, Writer } from './writer.ts';

const statement = (sql: string): Statement => ({ sql, values: [] });

const begin = statement('BEGIN');
const end = statement('COMMIT');

/**
 * With its default isolation InnoDB keeps locks on rows that it only scanned: one busy conversation would delay all others.
 * With the default dive limit it estimates each id of a list by an index look-up of its own.
 */
const sessionSettings = [
  statement('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED'),
  statement('SET SESSION eq_range_index_dive_limit = 1'),
];

/** A transaction takes two round trips: several statements in one text cost little more than one. */
export function createMysqlWriter(options: PoolConfig): Writer {
  const pool = createPool({ ...options, multipleStatements: true });
  const prepared = new WeakSet<object>();

  /** Applies the session settings to a connection, once. */
  async function prepare(connection: PoolConnection): Promise<void> {
    // The pool returns a new wrapper each time; `info` stays the same.
    const lasting = connection.info ?? connection;
    if (prepared.has(lasting)) return;
    await query(connection, sessionSettings);
    prepared.add(lasting);
  }

  /** The server stops at the first statement that fails: either everything is committed or nothing. */
  const commit: Writer['commit'] = async (reads, decide) => {
    const connection = await pool.getConnection();
    try {
      await prepare(connection);
      const [, ...found] = await query<Row[]>(connection, [begin, ...reads]);
      const { writes, result } = decide(found);
      await query(connection, [...writes, end]);
      return result;
    } catch (error) {
      await connection.rollback().catch(() => connection.destroy());
      throw error;
    } finally {
      await connection.release();
    }
  };

  return {
    commit,
    timestamp: (at) => at.toISOString().slice(0, -1).replace('T', ' '),
    close: () => pool.end(),
  };
}

/** Answers the result of each statement, in order; the driver answers a single statement without a list. */
async function query<T>(connection: PoolConnection, statements: readonly Statement[]): Promise<T[]> {
  const answer = await connection.query(
    statements.map(({ sql }) => sql).join(';'),
    statements.flatMap(({ values }) => values),
  );
  return statements.length > 1 ? answer : [answer];
}
