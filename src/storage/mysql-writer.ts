/** Writes to MySQL or MariaDB through connections of its own: messages to be stored never wait behind many who read. */
import { createPool, type PoolConfig, type PoolConnection } from 'mariadb';
import type { Row, Statement, Writer } from './writer.ts';

const statement = (sql: string): Statement => ({ sql, values: [] });

// By default InnoDB also keeps locked what it only looked at: a channel held elsewhere would delay all others.
const begin = [statement('SET TRANSACTION ISOLATION LEVEL READ COMMITTED'), statement('BEGIN')];
const end = [statement('COMMIT')];

export function createMysqlWriter(options: PoolConfig): Writer {
  const pool = createPool(options);

  async function commit<T>(...[reads, decide]: Parameters<Writer['commit']>): Promise<T> {
    const connection = await pool.getConnection();
    try {
      const [, , ...found] = await together(connection, [...begin, ...reads]);
      const { writes, result } = decide(found);
      await together(connection, writes);
      await together(connection, end);
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

/** Sent in one go and answered in order. All answers are awaited, so that no failure is left unheard; the first is thrown. */
async function together(connection: PoolConnection, statements: readonly Statement[]): Promise<Row[][]> {
  const answers = await Promise.allSettled(statements.map(({ sql, values }) => connection.query<Row[]>(sql, values)));
  return answers.map((answer) => {
    if (answer.status === 'rejected') throw answer.reason;
    return answer.value;
  });
}
