/** Lists the commands. */
import type { Command } from './command.ts';
import { fsckCommand } from './fsck-command.ts';
import { migrateCommand } from './migrate-command.ts';
import { userCommand } from './user-command.ts';

const serveCommand: Command = {
  summary: 'start a node (also: npm start)',
  run: async () => void (await import('../main.ts')),
};

export const commands: Readonly<Record<string, Command>> = {
  serve: serveCommand,
  migrate: migrateCommand,
  fsck: fsckCommand,
  user: userCommand,
};
