/** Writes to MySQL or MariaDB through connections of its own: messages to be stored never wait behind many who read. */
import { createPool, type PoolConfig, type PoolConnection } from 'mariadb';
import type { Done, Row, Statement, Writer } from './writer.ts';

const statement = (sql: string): Statement => ({ sql, values: [] });

const begin = statement('BEGIN');
const end = statement('COMMIT');

/**
 * By default InnoDB also keeps locked what it only looked at: a channel held elsewhere would delay all others. And it
 * would look into the index for each of the rows asked for before it looks for them.
 */
const customs = [
  statement('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED'),
  statement('SET SESSION eq_range_index_dive_limit = 1'),
];

/** Two round trips a transaction, or one: a text of several statements costs the driver and the server little more than one. */
export function createMysqlWriter(options: PoolConfig): Writer {
  const pool = createPool({ ...options, multipleStatements: true });
  /** The connections that know the customs. */
  const introduced = new WeakSet<object>();

  async function introduce(connection: PoolConnection): Promise<void> {
    // The pool wraps a connection anew each time it lends it.
    const lasting = connection.info ?? connection;
    if (introduced.has(lasting)) return;
    await query(connection, customs);
    introduced.add(lasting);
  }

  /** The server stops at the first statement that fails: all is written, or nothing is committed. */
  async function inTransaction<T>(work: (connection: PoolConnection) => Promise<T>): Promise<T> {
    const connection = await pool.getConnection();
    try {
      await introduce(connection);
      return await work(connection);
    } catch (error) {
      await connection.rollback().catch(() => connection.destroy());
      throw error;
    } finally {
      await connection.release();
    }
  }

  return {
    commit: (reads, decide) =>
      inTransaction(async (connection) => {
        const [, ...found] = await query<Row[]>(connection, [begin, ...reads]);
        const { writes, result } = decide(found);
        await query(connection, [...writes, end]);
        return result;
      }),
    run: (statements) =>
      inTransaction(async (connection) => {
        const [, ...done] = await query<Done>(connection, [begin, ...statements, end]);
        return done;
      }),
    timestamp: (at) => at.toISOString().slice(0, -1).replace('T', ' '),
    close: () => pool.end(),
  };
}

/** Answers what each statement found or did, in order; the driver answers one alone without a list. */
async function query<T>(connection: PoolConnection, statements: readonly Statement[]): Promise<T[]> {
  const answer = await connection.query(
    statements.map(({ sql }) => sql).join(';'),
    statements.flatMap(({ values }) => values),
  );
  return statements.length > 1 ? answer : [answer];
}
