/** Examines a MySQL or MariaDB server: version, settings, clock, rights and tables. */
import { type Connection, createConnection } from 'mariadb';
import { advice, type Diagnosis, diagnoseClock, wrong } from '../../policy/diagnosis.ts';
import { poolOptions } from '../database/mysql.ts';
import { mysqlFault } from '../database/mysql-faults.ts';
import { diagnoseRights } from './granted-rights.ts';
import { diagnoseMigrations, type MigrationRow } from './migration-diagnosis.ts';

type Row = Record<string, unknown>;

/** @throws OperatorError when the server cannot be reached */
export async function diagnoseMysql(url: string): Promise<Diagnosis[]> {
  const { connectionLimit: _, minimumIdle: __, acquireTimeout: ___, ...options } = poolOptions(url, 1);
  const connection = await createConnection({ ...options, dateStrings: true, bigIntAsNumber: true }).catch(
    async (error) => {
      throw await mysqlFault(error, url);
    },
  );
  try {
    return [
      ...diagnoseSettings(await settingsOf(connection)),
      ...(await clock(connection)),
      ...(await rights(connection, options.database)),
      ...(await tables(connection)),
      ...(await migrations(connection)),
    ];
  } finally {
    await connection.end();
  }
}

const names = [
  'version',
  'read_only',
  'innodb_flush_log_at_trx_commit',
  'log_bin',
  'sync_binlog',
  'innodb_buffer_pool_size',
  'innodb_redo_log_capacity',
  'innodb_log_file_size',
  'max_connections',
];

async function settingsOf(connection: Connection): Promise<ReadonlyMap<string, string>> {
  const rows: Row[] = await connection.query(
    `SHOW GLOBAL VARIABLES WHERE Variable_name IN (${names.map((name) => `'${name}'`).join(', ')})`,
  );
  return new Map(rows.map((row) => [`${row.Variable_name}`, `${row.Value}`]));
}

const mebibyte = 1_024 ** 2;

/** A full server stores as fast as its redo log allows; see docs/operations.md. */
const wanted = { bufferPool: 128 * mebibyte, redoLog: 512 * mebibyte, connections: 50 };

const isOn = (value: string | undefined) => value === 'ON' || value === '1';

export function diagnoseSettings(settings: ReadonlyMap<string, string>): Diagnosis[] {
  const found = [...durability(settings), ...capacity(settings)];
  return found.flatMap(([isFault, diagnosis]) => (isFault ? [diagnosis] : []));
}

type Finding = [isFault: boolean, diagnosis: Diagnosis];

const numberOf = (settings: ReadonlyMap<string, string>, name: string) => Number(settings.get(name) ?? Number.NaN);

/** The settings that decide whether an acknowledged message is stored for good. */
function durability(settings: ReadonlyMap<string, string>): Finding[] {
  const version = settings.get('version') ?? '';
  return [
    [isOld(version), oldVersion(version)],
    [
      isOn(settings.get('read_only')),
      wrong(
        'database.read-only',
        'The database server is read-only.',
        'No message is stored.',
        'Set read_only = OFF, or connect to the primary server.',
      ),
    ],
    [
      numberOf(settings, 'innodb_flush_log_at_trx_commit') !== 1,
      wrong(
        'database.flush',
        `innodb_flush_log_at_trx_commit is ${settings.get('innodb_flush_log_at_trx_commit')}.`,
        'A crash of the server can lose messages that Duologue has acknowledged.',
        'Set it to 1.',
      ),
    ],
    [
      isOn(settings.get('log_bin')) && numberOf(settings, 'sync_binlog') !== 1,
      wrong(
        'database.sync-binlog',
        `sync_binlog is ${settings.get('sync_binlog')}.`,
        'A server that recovers from the binary log can lose acknowledged messages.',
        'Set it to 1.',
      ),
    ],
  ];
}

function capacity(settings: ReadonlyMap<string, string>): Finding[] {
  // MySQL has the first one, MariaDB the second.
  const redoLogs = ['innodb_redo_log_capacity', 'innodb_log_file_size'].map((name) => numberOf(settings, name));
  const redoLog = redoLogs.find((bytes) => !Number.isNaN(bytes)) ?? Number.NaN;
  const bufferPool = numberOf(settings, 'innodb_buffer_pool_size');
  return [
    [
      numberOf(settings, 'max_connections') < wanted.connections,
      wrong(
        'database.connections',
        `max_connections is ${settings.get('max_connections')}.`,
        'Each node uses up to 14 connections; further ones are refused.',
        `Set it to ${wanted.connections} or more.`,
      ),
    ],
    [
      bufferPool < wanted.bufferPool,
      advice(
        'database.buffer-pool',
        `innodb_buffer_pool_size is ${bufferPool / mebibyte} MiB.`,
        'Recent messages are read from the disk.',
        'Give it a size that holds the recent messages.',
      ),
    ],
    [
      redoLog < wanted.redoLog,
      advice(
        'database.redo-log',
        `The redo log has ${redoLog / mebibyte} MiB.`,
        'Under load, commits wait while the server writes pages back.',
        'Set innodb_redo_log_capacity (MariaDB: innodb_log_file_size) to 512 MiB.',
      ),
    ],
  ];
}

/** MariaDB before 10.11, MySQL before 8.0. */
function isOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split(/[.-]/).map(Number);
  const [least, leastMinor] = /mariadb/i.test(version) ? [10, 11] : [8, 0];
  return major < least || (major === least && minor < leastMinor);
}

const oldVersion = (version: string) =>
  wrong(
    'database.version',
    `The database server has version ${version}.`,
    'Duologue is tested with MySQL 8.4 and MariaDB 10.11.',
    'Upgrade the server.',
  );

async function clock(connection: Connection): Promise<Diagnosis[]> {
  const before = Date.now();
  const [row]: Row[] = await connection.query('SELECT UTC_TIMESTAMP(3) AS `now`');
  return diagnoseClock('database', Date.parse(`${row?.now}`.replace(' ', 'T').concat('Z')), before, Date.now());
}

async function rights(connection: Connection, database: string): Promise<Diagnosis[]> {
  const rows: Row[] = await connection.query('SHOW GRANTS');
  return diagnoseRights(rows.flatMap(Object.values).map(String), database);
}

async function tables(connection: Connection): Promise<Diagnosis[]> {
  const engines: Row[] = await connection.query(
    "SELECT table_name AS `name` FROM information_schema.tables WHERE table_schema = DATABASE() AND engine <> 'InnoDB'",
  );
  const columns: Row[] = await connection.query(
    `SELECT CONCAT(table_name, '.', column_name) AS \`name\` FROM information_schema.columns WHERE table_schema = DATABASE()
      AND table_name <> '_prisma_migrations' AND collation_name NOT IN ('utf8mb4_bin', 'ascii_bin') LIMIT 5`,
  );
  const list = (rows: readonly Row[]) => rows.map(({ name }) => name).join(', ');
  return [
    ...(engines.length === 0
      ? []
      : [
          wrong(
            'database.engine',
            `These tables are not InnoDB: ${list(engines)}.`,
            'Messages are not stored in one transaction.',
            'ALTER TABLE … ENGINE = InnoDB.',
          ),
        ]),
    ...(columns.length === 0
      ? []
      : [
          wrong(
            'database.collation',
            `These columns have another collation than utf8mb4_bin or ascii_bin: ${list(columns)}.`,
            'Different names and ids are taken for equal.',
            'Restore a backup into a new database.',
          ),
        ]),
  ];
}

async function migrations(connection: Connection): Promise<Diagnosis[]> {
  const sql =
    'SELECT migration_name AS `name`, finished_at IS NOT NULL AS `finished` FROM `_prisma_migrations` WHERE rolled_back_at IS NULL';
  const rows: Row[] = await connection.query(sql).catch(() => []);
  return diagnoseMigrations(
    rows.map(({ name, finished }): MigrationRow => ({ name: `${name}`, finished: Number(finished) === 1 })),
  );
}
