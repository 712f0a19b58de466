/** A MySQL or MariaDB server as the suites see it: it gives each of them a database of its own. */
import { randomBytes } from 'node:crypto';
import { createConnection } from 'mariadb';

export interface DatabaseServer {
  url(database: string): string;
  /** Creates an empty database and answers its URL. */
  createDatabase(name?: string): Promise<string>;
  /** Runs one statement with the rights of the server's owner. */
  query(sql: string): Promise<unknown>;
}

/** The server that somebody else runs at this address. */
export function givenServer(address: string): DatabaseServer {
  const server: DatabaseServer = {
    url: (database) => Object.assign(new URL(address), { pathname: `/${database}` }).href,
    createDatabase: (name) => createDatabase(server, name),
    query: (sql) => runStatement(new URL(address), sql),
  };
  return server;
}

export async function createDatabase(server: DatabaseServer, name = freshName()): Promise<string> {
  await server.query(`CREATE DATABASE \`${name}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  return server.url(name);
}

const freshName = (): string => `duologue_${randomBytes(6).toString('hex')}`;

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
