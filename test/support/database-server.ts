/** A MySQL or MariaDB server that creates one database for each suite. */
import { randomBytes } from 'node:crypto';
import { createConnection } from 'mariadb';

export interface DatabaseServer {
  url(database: string): string;
  /** Creates an empty database and answers its URL. */
  createDatabase(name?: string): Promise<string>;
  /** Runs one statement as administrator. */
  query(sql: string): Promise<unknown>;
}

/** A server that runs already, at this address. */
export function existingServer(address: string): DatabaseServer {
  const server: DatabaseServer = {
    url: (database) => Object.assign(new URL(address), { pathname: `/${database}` }).href,
    createDatabase: (name) => createDatabase(server, name),
    query: (sql) => runStatement(new URL(address), sql),
  };
  return server;
}

export async function createDatabase(server: DatabaseServer, name = uniqueDatabaseName()): Promise<string> {
  await server.query(`CREATE DATABASE \`${name}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  return server.url(name);
}

const uniqueDatabaseName = (): string => `duologue_${randomBytes(6).toString('hex')}`;

export async function runStatement({ hostname, port, username, password }: URL, sql: string): Promise<unknown> {
  const connection = await createConnection({
    host: hostname,
    port: Number(port || 3306),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    connectTimeout: 15_000,
    allowPublicKeyRetrieval: true,
  });
  try {
    return await connection.query(sql);
  } finally {
    await connection.end();
  }
}
