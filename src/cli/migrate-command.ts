/** The command `duologue migrate`: applies the migrations that the database lacks. */
import { readConfig } from '../config.ts';
import type { Command } from './command.ts';
import { print } from './output.ts';

export const migrateCommand: Command = {
  summary: 'bring the database to this version; a node does so itself when it starts',
  async run() {
    const config = readConfig();
    const { migrateOnly } = await import('../compose.ts');
    const names = await migrateOnly(config);
    print(names.length > 0 ? `Applied: ${names.join(', ')}.` : 'The database is up to date.');
  },
};
