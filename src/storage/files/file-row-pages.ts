/** Reads the rows of all files page by page, for the comparison with their bytes. */
import { avatarKey, exportKey, type FileKey, fileKey, previewKey } from '../../engine/ports/file-bytes-port.ts';
import type { Amount, FileRows, FileUsage } from '../../engine/ports/file-inventory-port.ts';
import { type Database, placeholders } from '../database/database.ts';
import { refuseNewerDatabase } from '../database/migrations.ts';
import { requireDatabase, withDatabase } from '../database/open-database.ts';
import type { StorageOptions } from '../stores.ts';

const pageSize = 500;

type Rows<T> = { [K in keyof T]: unknown }[];

/** Runs the work without time limits on its statements. @throws Error when the database does not exist or cannot be reached */
export function withFileRows<T>(
  { databaseUrl, dataDir }: StorageOptions,
  work: (rows: FileRows) => Promise<T>,
): Promise<T> {
  requireDatabase(databaseUrl, dataDir);
  return withDatabase(databaseUrl, dataDir, async (database) => {
    await refuseNewerDatabase(database);
    return work(createFileRows(database));
  });
}

function createFileRows(database: Database): FileRows {
  const { client } = database;
  return {
    usage: (users) => usage(database, users),
    async states(ids) {
      const sql = `SELECT \`id\`, \`finishedAt\` IS NOT NULL AS \`isFinished\` FROM \`File\` WHERE \`id\` IN (${placeholders(ids.length)})`;
      const rows = await client.$queryRawUnsafe<{ id: string; isFinished: unknown }[]>(sql, ...ids);
      return new Map(rows.map(({ id, isFinished }) => [id, Number(isFinished) === 1]));
    },
    async removed(keys) {
      const sql = `SELECT \`key\` FROM \`RemovedFile\` WHERE \`key\` IN (${placeholders(keys.length)})`;
      return new Set((await client.$queryRawUnsafe<{ key: FileKey }[]>(sql, ...keys)).map(({ key }) => key));
    },
    async avatarIds() {
      const found = new Set<string>();
      for await (const page of avatarPages(database)) for (const id of page) found.add(id);
      return found;
    },
    async exportIds() {
      return new Set((await client.export.findMany({ select: { id: true } })).map(({ id }) => id));
    },
    needed: () => needed(database),
    async stillNeeded(keys) {
      const still = await Promise.all(keys.map((key) => isNeeded(database, key)));
      return keys.filter((_, index) => still[index]);
    },
  };
}

const amounts = 'COUNT(*) AS `files`, COALESCE(SUM(f.`size`), 0) AS `bytes`';

async function usage({ client }: Database, users: number): Promise<FileUsage> {
  const sum = async (condition: string) => {
    const sql = `SELECT ${amounts} FROM \`File\` f WHERE f.\`channelId\` ${condition}`;
    return toAmount((await client.$queryRawUnsafe<Rows<Amount>>(sql))[0]);
  };
  const sql = `SELECT COALESCE(u.\`username\`, t.\`ownerId\`) AS \`username\`, t.\`files\`, t.\`bytes\` FROM
    (SELECT f.\`ownerId\`, ${amounts} FROM \`File\` f GROUP BY f.\`ownerId\` ORDER BY \`bytes\` DESC, f.\`ownerId\` LIMIT ${users}) t
    LEFT JOIN \`User\` u ON u.\`id\` = t.\`ownerId\` ORDER BY t.\`bytes\` DESC, \`username\``;
  const rows = await client.$queryRawUnsafe<(Rows<Amount>[number] & { username: string })[]>(sql);
  return {
    attached: await sum('IS NOT NULL'),
    unattached: await sum('IS NULL'),
    users: rows.map((row) => ({ username: row.username, ...toAmount(row) })),
  };
}

const toAmount = (row?: Rows<Amount>[number]): Amount => ({
  files: Number(row?.files ?? 0),
  bytes: Number(row?.bytes ?? 0),
});

async function* needed(database: Database): AsyncIterable<FileKey[]> {
  for (let after: string | undefined = ''; after !== undefined; ) {
    const rows: { id: string; hasPreview: number }[] = await database.client.file.findMany({
      where: { id: { gt: after }, finishedAt: { not: null } },
      select: { id: true, hasPreview: true },
      orderBy: { id: 'asc' },
      take: pageSize,
    });
    yield rows.flatMap(({ id, hasPreview }) => [fileKey(id), ...(hasPreview ? [previewKey(id)] : [])]);
    after = rows.length < pageSize ? undefined : rows.at(-1)?.id;
  }
  for await (const page of avatarPages(database)) yield page.map(avatarKey);
  const ready = await database.client.export.findMany({ where: { state: 'ready' }, select: { id: true } });
  yield ready.map(({ id }) => exportKey(id));
}

async function* avatarPages({ client }: Database): AsyncIterable<string[]> {
  for (let after: string | undefined = ''; after !== undefined; ) {
    const rows: { id: string; avatarId: string | null }[] = await client.user.findMany({
      where: { id: { gt: after }, avatarId: { not: null } },
      select: { id: true, avatarId: true },
      orderBy: { id: 'asc' },
      take: pageSize,
    });
    yield rows.map(({ avatarId }) => avatarId ?? '');
    after = rows.length < pageSize ? undefined : rows.at(-1)?.id;
  }
}

async function isNeeded({ client }: Database, key: FileKey): Promise<boolean> {
  const [kind, id = ''] = key.split('/');
  if (kind === 'avatars') return (await client.user.count({ where: { avatarId: id } })) > 0;
  if (kind === 'exports') return (await client.export.count({ where: { id, state: 'ready' } })) > 0;
  const preview = kind === 'previews' ? { hasPreview: 1 } : {};
  return (await client.file.count({ where: { id, finishedAt: { not: null }, ...preview } })) > 0;
}
