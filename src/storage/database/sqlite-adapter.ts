/** Runs Prisma on the process's connection to the SQLite file. */
import {
  DriverAdapterError,
  type SqlDriverAdapterFactory,
  type SqlQueryable,
  type Transaction,
} from '@prisma/driver-adapter-utils';
import type { SqliteConnection } from './sqlite-connection.ts';
import { primaryCode, resultCodes, SqliteFault } from './sqlite-fault.ts';
import type { SqliteRows } from './sqlite-handle.ts';
import { columnTypesOf, toSqliteValue, toText } from './sqlite-values.ts';

type Run = (sql: string, values: readonly unknown[]) => Promise<SqliteRows> | SqliteRows;

const info = { provider: 'sqlite', adapterName: 'duologue-sqlite' } as const;

/** The connection outlives the adapter, so that a client that connects again shares it with the writer. */
export function createSqliteAdapter(connection: SqliteConnection): SqlDriverAdapterFactory {
  const connect: SqlDriverAdapterFactory['connect'] = async () => ({
    ...queryable(connection.run),
    executeScript: () => Promise.reject(new Error('Scripts are not supported.')),
    startTransaction: () => translated(() => startTransaction(connection)),
    dispose: () => connection.close(),
  });
  return { ...info, connect };
}

function queryable(run: Run): SqlQueryable {
  const call = ({ sql, args, argTypes }: Parameters<SqlQueryable['queryRaw']>[0]) =>
    translated(async () =>
      run(
        sql,
        args.map((value, index) => toSqliteValue(value, argTypes[index])),
      ),
    );
  return {
    ...info,
    async queryRaw(query) {
      const { names, types, rows } = await call(query);
      const columnTypes = columnTypesOf(types, rows);
      return { columnNames: names, columnTypes, rows: rows.map((row) => row.map(toText)) };
    },
    executeRaw: async (query) => (await call(query)).changes,
  };
}

async function startTransaction(connection: SqliteConnection): Promise<Transaction> {
  const { run, commit, rollback } = await connection.begin();
  return {
    ...queryable(run),
    // Prisma then leaves BEGIN, COMMIT and ROLLBACK to this adapter.
    options: { usePhantomQuery: true },
    commit: () => translated(async () => commit()),
    rollback: async () => rollback(),
  };
}

/** Prisma knows errors of a database by this class only. */
async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SqliteFault)) throw error;
    const original = { originalCode: String(error.rawCode), originalMessage: error.message };
    throw new DriverAdapterError({ ...original, ...kindOf(error) });
  }
}

function kindOf({ rawCode, message }: SqliteFault): ConstructorParameters<typeof DriverAdapterError>[0] {
  if (/^UNIQUE constraint failed/.test(message)) {
    const columns = message.split(': ')[1]?.split(', ') ?? [];
    return {
      kind: 'UniqueConstraintViolation',
      constraint: { fields: columns.map((name) => name.split('.').at(-1) ?? '') },
    };
  }
  if (primaryCode(rawCode) === resultCodes.busy) return { kind: 'SocketTimeout' };
  return { kind: 'sqlite', extendedCode: rawCode, message };
}
