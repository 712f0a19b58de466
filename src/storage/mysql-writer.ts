/** Writes to MySQL or MariaDB through connections of its own: messages to be stored never wait behind many who read. */
import { createPool, type PoolConfig, type PoolConnection } from 'mariadb';
import type { Row, Statement, Writer } from './writer.ts';

const statement = (sql: string): Statement => ({ sql, values: [] });

// By default InnoDB also keeps locked what it only looked at: a channel held elsewhere would delay all others.
const begin = [statement('SET TRANSACTION ISOLATION LEVEL READ COMMITTED'), statement('BEGIN')];
const end = statement('COMMIT');

/** Two round trips a transaction: a text of several statements costs the driver and the server little more than one. */
export function createMysqlWriter(options: PoolConfig): Writer {
  const pool = createPool({ ...options, multipleStatements: true });

  async function commit<T>(...[reads, decide]: Parameters<Writer['commit']>): Promise<T> {
    const connection = await pool.getConnection();
    try {
      const [, , ...found] = await query(connection, [...begin, ...reads]);
      const { writes, result } = decide(found);
      // The server stops at the first statement that fails: all is written, or nothing is committed.
      await query(connection, [...writes, end]);
      return result as T;
    } catch (error) {
      await connection.rollback().catch(() => connection.destroy());
      throw error;
    } finally {
      await connection.release();
    }
  }

  return {
    commit,
    timestamp: (at) => at.toISOString().slice(0, -1).replace('T', ' '),
    close: () => pool.end(),
  };
}

/** Answers what each statement found, in order. */
function query(connection: PoolConnection, statements: readonly Statement[]): Promise<Row[][]> {
  return connection.query(
    statements.map(({ sql }) => sql).join(';'),
    statements.flatMap(({ values }) => values),
  );
}
