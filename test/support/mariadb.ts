/** Provides a real MariaDB: an own server in a temporary folder, or the one that TEST_DATABASE_URL names. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { Program } from './child-process.ts';
import { createDatabase, type DatabaseServer, existingServer, runStatement } from './database-server.ts';
import { freePort } from './free-port.ts';
import { oncePerProcess } from './once-per-process.ts';
import { requireProgram } from './programs.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';
import { isListening } from './waiting.ts';

/** Has all rights in databases with the prefix `duologue` and none on the server, so that `read_only` applies to it. */
const applicationUser = { name: 'duologue', password: 'duologue' };
const adminUser = { name: 'duologue_admin', password: 'duologue' };

const setup = `
CREATE USER IF NOT EXISTS '${adminUser.name}'@'127.0.0.1' IDENTIFIED BY '${adminUser.password}';
GRANT ALL ON *.* TO '${adminUser.name}'@'127.0.0.1' WITH GRANT OPTION;
CREATE USER IF NOT EXISTS '${applicationUser.name}'@'127.0.0.1' IDENTIFIED BY '${applicationUser.password}';
GRANT ALL ON \`duologue%\`.* TO '${applicationUser.name}'@'127.0.0.1';
`;

export class Mariadb extends Program implements DatabaseServer {
  readonly port: number;
  readonly folder: string;
  readonly dataDir: string;

  constructor(port: number, folder: string) {
    const dataDir = join(folder, 'data');
    super({
      name: 'mariadbd',
      command: requireProgram('mariadbd'),
      args: serverOptions(port, folder, dataDir),
      isReady: (program) => program.output().includes('ready for connections') && isListening(port),
    });
    this.port = port;
    this.folder = folder;
    this.dataDir = dataDir;
  }

  url(database: string): string {
    return `mysql://${applicationUser.name}:${applicationUser.password}@127.0.0.1:${this.port}/${database}`;
  }

  createDatabase(name?: string): Promise<string> {
    return createDatabase(this, name);
  }

  query(sql: string): Promise<unknown> {
    return runStatement(new URL(`mysql://${adminUser.name}:${adminUser.password}@127.0.0.1:${this.port}/`), sql);
  }

  /** Stops the server and deletes its data. */
  async dispose(): Promise<void> {
    await this.stop();
    removeFolder(this.folder);
  }
}

function serverOptions(port: number, folder: string, dataDir: string): string[] {
  return [
    '--no-defaults',
    ...asRoot(),
    `--datadir=${dataDir}`,
    `--init-file=${join(folder, 'setup.sql')}`,
    `--socket=${join(folder, 'mariadb.sock')}`,
    `--pid-file=${join(folder, 'mariadb.pid')}`,
    `--tmpdir=${folder}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--skip-networking=0',
    '--skip-name-resolve',
    '--skip-log-bin',
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_bin',
    '--innodb-flush-log-at-trx-commit=1',
    '--innodb-buffer-pool-size=64M',
    '--innodb-log-file-size=32M',
    '--max-connections=200',
  ];
}

const asRoot = (): string[] => (process.getuid?.() === 0 ? [`--user=${userInfo().username}`] : []);

/** Starts an own server, also when TEST_DATABASE_URL is set: for tests that stop, kill or freeze it. */
export async function startMariadb(): Promise<Mariadb> {
  const folder = makeFolder('mariadb');
  const server = new Mariadb(await freePort(), folder);
  writeFileSync(join(folder, 'setup.sql'), setup);
  const options = ['--no-defaults', '--auth-root-authentication-method=normal', '--skip-test-db', ...asRoot()];
  execFileSync(
    requireProgram('mariadb-install-db'),
    [...options, `--datadir=${server.dataDir}`, `--tmpdir=${server.dataDir}`, '--innodb-log-file-size=32M'],
    { stdio: 'pipe' },
  );
  await server.start();
  return server;
}

/**
 * Gives the server a redo log and a buffer pool of production size. With the 32 MB redo log of the tests, MariaDB
 * flushes pages every few seconds under load, and commits wait 30 to 80 ms for it.
 */
export async function enlargeBuffers(server: Mariadb, bufferPoolBytes: number): Promise<void> {
  await server.query(`SET GLOBAL innodb_log_file_size = ${512 * 1024 ** 2}`);
  await server.query(`SET GLOBAL innodb_buffer_pool_size = ${bufferPoolBytes}`);
}

const shared = oncePerProcess('mariadb', (): { server?: Promise<DatabaseServer>; own?: Mariadb } => ({}));

/** The server that all suites of this process share, each with a new database of a random name. */
export function sharedMariadb(): Promise<DatabaseServer> {
  shared.server ??= findMariadb();
  return shared.server;
}

async function findMariadb(): Promise<DatabaseServer> {
  const address = process.env.TEST_DATABASE_URL;
  if (address) return existingServer(address);
  shared.own = await startMariadb();
  return shared.own;
}

export async function stopSharedMariadb(): Promise<void> {
  await shared.own?.dispose();
  delete shared.server;
  delete shared.own;
}
