/** Runs the part of a command that works on the database, and names the database in the result. */
import type { Administration, DatabaseName } from '../compose-commands.ts';
import { type DatabaseConfig, readDatabaseConfig } from '../config.ts';
import type { Result } from './command.ts';

/** Needs the variables of the database only. @throws ConfigError; OperatorError when the database cannot be used */
export async function onDatabase(work: (config: DatabaseConfig) => Promise<Result>): Promise<Result> {
  const config = readDatabaseConfig();
  const { describeDatabase } = await import('../compose-commands.ts');
  const database: DatabaseName = describeDatabase(config);
  const { text, json, ...rest } = await work(config);
  return { text: `Database: ${database.text}\n${text}`, json: { database: database.json, ...json }, ...rest };
}

export function administer(work: (administration: Administration) => Promise<Result>): Promise<Result> {
  return onDatabase(async (config) => {
    const { withAdministration } = await import('../compose-commands.ts');
    return withAdministration(config, work);
  });
}
