/** Writes to MySQL or MariaDB through its own connections, so that messages never wait behind reads. */
import type { PoolConfig, PoolConnection, UpsertResult } from 'mariadb';
import { openMysqlPool } from './mysql-pool.ts';
import { sessionSettings, writerSettings } from './mysql-session.ts';
import { withLiterals } from './sql-literals.ts';
import type { Row, Statement, Writer } from './writer.ts';

const statement = (sql: string): Statement => ({ sql, values: [] });

const begin = statement('BEGIN');
const end = statement('COMMIT');

/** A transaction takes two round trips: several statements in one text cost little more than one. */
export function createMysqlWriter(options: PoolConfig, lockSeconds?: number): Writer {
  const settings = [...sessionSettings(false, lockSeconds), ...writerSettings];
  const pool = openMysqlPool({ ...options, multipleStatements: true }, settings);

  /** The server stops at the first statement that fails: either everything is committed or nothing. */
  async function transact<T>(work: (connection: PoolConnection) => Promise<T>): Promise<T> {
    const connection = await pool.getConnection();
    try {
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
      transact(async (connection) => {
        const [, ...found] = await query<Row[]>(connection, [begin, ...reads]);
        const { writes, result } = decide(found);
        await query(connection, [...writes, end]);
        return result;
      }),
    run: (statements) =>
      transact(async (connection) => {
        // One statement is a transaction by itself.
        const answers = await query<UpsertResult>(
          connection,
          statements.length === 1 ? statements : [begin, ...statements, end],
        );
        return (statements.length === 1 ? answers : answers.slice(1, -1)).map(({ affectedRows }) => affectedRows);
      }),
    close: () => pool.end(),
  };
}

/** Answers the result of each statement, in order; the driver answers a single statement without a list. */
async function query<T>(connection: PoolConnection, statements: readonly Statement[]): Promise<T[]> {
  const text = statements.map(({ sql, values }) => withLiterals(sql, values)).join(';');
  const answer = await connection.query(text);
  return statements.length > 1 ? answer : [answer];
}
