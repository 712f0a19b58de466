/** Lists the commands. */

import { backupCommand } from './backup-command.ts';
import type { Command } from './command.ts';
import { doctorCommand } from './doctor-command.ts';
import { filesCommand } from './files-command.ts';
import { fsckCommand } from './fsck-command.ts';
import { inviteCommands } from './invite-commands.ts';
import { migrateCommand } from './migrate-command.ts';
import { restoreCommand } from './restore-command.ts';
import { searchRebuildCommand } from './search-command.ts';
import { userCommands } from './user-commands.ts';
import { versionCommand } from './version-command.ts';

const serveCommand: Command = {
  name: 'serve',
  summary: 'start a node (also: npm start)',
  async run() {
    await import('../main.ts');
    return undefined;
  },
};

export const commands: readonly Command[] = [
  serveCommand,
  migrateCommand,
  doctorCommand,
  fsckCommand,
  filesCommand,
  backupCommand,
  restoreCommand,
  searchRebuildCommand,
  ...userCommands,
  ...inviteCommands,
  versionCommand,
];
