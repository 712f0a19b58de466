/** The command `duologue backup`: writes the live database into one file. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type DatabaseConfig, secretFile } from '../config.ts';
import { OperatorError } from '../policy/exit-codes.ts';
import { type Command, type CommandInput, counted, type Result } from './command.ts';
import { onDatabase } from './database-work.ts';
import { audited, type Concerned } from './operator-audit.ts';
import { duologueVersion } from './version-command.ts';

export const backupCommand: Command = {
  name: 'backup',
  summary: 'write the database into one new file, while nodes run; a folder gets a file named by the time',
  arguments: ['FILE'],
  options: {
    'with-secret': {
      help: 'put SESSION_SECRET into the file, too; the generated secret of a single node is always in it',
    },
    verify: { help: 'restore the file into a temporary folder beside it, and check the copy by fsck' },
  },
  run: (input) => audited('backup', (concerned) => backUpTo(input, concerned)),
};

function backUpTo({ arguments: [path = ''], flags }: CommandInput, concerned: Concerned): Promise<Result> {
  return onDatabase(async (config) => {
    const file = fileAt(path);
    concerned.target = file;
    const { backUp } = await import('../compose-commands.ts');
    const secrets = secretsOf(config, flags.has('with-secret'));
    const { rows, sha256 } = await backUp({ ...config, file, version: duologueVersion(), secrets });
    const verified = flags.has('verify') ? await verify(file) : null;
    const lines = [
      `Backed up ${counted(rows.Message ?? 0, 'message')} of ${counted(rows.User ?? 0, 'account')} into ${file}.`,
      secrets
        ? 'The file holds the session secret: keep it as safe as the database.'
        : 'The file does not hold SESSION_SECRET. Keep the secret, too: without it authenticator apps do not work.',
      ...(verified === null
        ? []
        : [verified ? 'A restored copy has no fault.' : 'A restored copy has faults: run fsck.']),
    ];
    const json = { file, bytes: statSync(file).size, rows, sha256, secret: secrets !== null, verified };
    return { text: lines.join('\n'), json, failed: verified === false };
  });
}

function fileAt(path: string): string {
  const isFolder = existsSync(path) && statSync(path).isDirectory();
  const file = isFolder ? join(path, `duologue-${new Date().toISOString().replace(/[:.]/g, '-')}.backup`) : path;
  if (existsSync(file)) throw new OperatorError('failed', `${file} exists already. Name a new file.`);
  return file;
}

/** The generated secret belongs to the data; that of a cluster is a setting. */
function secretsOf(config: DatabaseConfig, wanted: boolean): string[] | null {
  if (config.sessionSecrets) return wanted ? config.sessionSecrets : null;
  const file = secretFile(config);
  return config.databaseUrl === null && existsSync(file) ? [readFileSync(file, 'utf8').trim()] : null;
}

async function verify(file: string): Promise<boolean> {
  const { restore } = await import('../compose-commands.ts');
  const dataDir = mkdtempSync(join(dirname(file), 'verifying-'));
  try {
    const { fsck } = await restore({ databaseUrl: null, dataDir, file, keepSessions: true });
    return fsck.faults.length === 0;
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
