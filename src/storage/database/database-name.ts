/** Names the database of a report: where it is, without the password. */
import { resolve } from 'node:path';
import { sqliteFile } from './sqlite-files.ts';

export interface DatabaseName {
  text: string;
  json: { kind: 'sqlite'; file: string } | { kind: 'mysql'; host: string; database: string; user: string };
}

export function describeDatabase({
  databaseUrl,
  dataDir,
}: {
  databaseUrl: string | null;
  dataDir: string;
}): DatabaseName {
  if (databaseUrl === null) {
    const file = resolve(sqliteFile(dataDir));
    return { text: `SQLite file ${file}`, json: { kind: 'sqlite', file } };
  }
  const { hostname, port, pathname, username } = new URL(databaseUrl);
  const [database, user, host] = [pathname.slice(1), username, `${hostname}:${port || 3306}`].map(decodeURIComponent);
  const json = { kind: 'mysql' as const, host: host ?? '', database: database ?? '', user: user ?? '' };
  return { text: `${json.database} at ${json.host}, as ${json.user}`, json };
}
