/** Treats the generated SQLite client as the MySQL client: both come from the same models, and their types differ only in name. */
import type { PrismaClient } from '../generated/mysql/client.ts';
import type { PrismaClient as SqliteClient } from '../generated/sqlite/client.ts';

export const asMysqlClient = (client: SqliteClient): PrismaClient => client as unknown as PrismaClient;
