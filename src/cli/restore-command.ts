/** The command `duologue restore`: fills an empty database from a backup, of the same shape or of the other. */
import { existsSync, writeFileSync } from 'node:fs';
import { type DatabaseConfig, secretFile } from '../config.ts';
import { OperatorError } from '../policy/exit-codes.ts';
import { type Command, type CommandInput, counted, type Result } from './command.ts';
import { onDatabase } from './database-work.ts';
import { asResult } from './fsck-command.ts';
import { audited, type Concerned } from './operator-audit.ts';

export const restoreCommand: Command = {
  name: 'restore',
  summary: 'fill an empty DATA_DIR, or the empty database of DATABASE_URL, from a backup of either kind',
  arguments: ['FILE'],
  options: {
    'keep-sessions': { help: 'leave users signed in; otherwise everybody logs in again' },
    'secret-file': { value: 'PATH', help: 'write the secret of the backup into this new file' },
  },
  run: (input) => audited('restore', (concerned) => restoreFrom(input, concerned)),
};

function restoreFrom({ arguments: [file = ''], flags, values }: CommandInput, concerned: Concerned): Promise<Result> {
  return onDatabase(async (config) => {
    concerned.target = file;
    const target = values['secret-file'] ?? (config.databaseUrl === null ? secretFile(config) : null);
    if (target !== null && existsSync(target)) {
      throw new OperatorError('failed', `There is a file ${target} already. Restore into an empty place.`);
    }
    const { restore } = await import('../compose-commands.ts');
    const keepSessions = flags.has('keep-sessions');
    const { header, rows, fsck } = await restore({ ...config, file, keepSessions });
    if (target && header.secrets) writeFileSync(target, header.secrets.join(','), { mode: 0o600, flag: 'wx' });
    const checked = asResult(fsck);
    const secret = secretState(config, header.secrets, target);
    return {
      text: [
        `Restored ${counted(rows.Message ?? 0, 'message')} of ${counted(rows.User ?? 0, 'account')} from a backup of ${header.createdAt}.`,
        keepSessions ? 'Sessions go on.' : 'All sessions have ended: everybody logs in again.',
        secretSentence(secret),
        checked.text,
      ].join('\n'),
      json: {
        createdAt: header.createdAt,
        version: header.version,
        rows,
        secret,
        sessionsEnded: !keepSessions,
        fsck: checked.json,
      },
      failed: checked.failed ?? false,
    };
  });
}

type SecretState = 'written' | 'set' | 'differs' | 'missing';

function secretState(config: DatabaseConfig, secrets: string[] | null, target: string | null): SecretState {
  if (!secrets) return 'missing';
  if (secrets.every((secret) => config.sessionSecrets?.includes(secret))) return 'set';
  return target ? 'written' : 'differs';
}

const secretSentence = (state: SecretState) =>
  ({
    written: 'The session secret of the backup was restored.',
    set: 'SESSION_SECRET is the secret of the backup.',
    differs:
      'SESSION_SECRET is not the secret of the backup: authenticator apps will not work. Get it by --secret-file, and set it.',
    missing:
      'The backup holds no session secret: set the SESSION_SECRET of that time, or authenticator apps will not work.',
  })[state];
