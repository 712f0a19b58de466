/** The command `duologue migrate`: applies the migrations that the database lacks. */
import type { Command } from './command.ts';
import { onDatabase } from './database-work.ts';

export const migrateCommand: Command = {
  name: 'migrate',
  summary: 'bring the database to this version; a node does so itself when it starts',
  options: { create: { help: 'create the SQLite file when DATA_DIR holds none' } },
  run: ({ flags }) =>
    onDatabase(async (config) => {
      const { migrateOnly, requireDatabase } = await import('../compose-commands.ts');
      if (!flags.has('create')) requireDatabase(config.databaseUrl, config.dataDir);
      const applied = await migrateOnly(config);
      return {
        text: applied.length > 0 ? `Applied: ${applied.join(', ')}.` : 'The database is up to date.',
        json: { applied },
      };
    }),
};
