/** Writes batches to the embedded database past Prisma, on the same connection. */
import type { SqliteConnection } from './sqlite-connection.ts';
import type { RunStatement } from './sqlite-handle.ts';
import type { Row, Statement, Writer } from './writer.ts';

export function createSqliteWriter(connection: SqliteConnection): Writer {
  return {
    commit: (reads, decide) =>
      connection.write((run) => {
        const { writes, result } = decide(reads.map((statement) => rowsOf(run, statement)));
        for (const { sql, values } of writes) run(sql, values);
        return result;
      }),
    run: (statements) => connection.write((run) => statements.map(({ sql, values }) => run(sql, values).changes)),
    close: () => connection.close(),
  };
}

function rowsOf(run: RunStatement, { sql, values }: Statement): Row[] {
  const { names, rows } = run(sql, values);
  return rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]])));
}
