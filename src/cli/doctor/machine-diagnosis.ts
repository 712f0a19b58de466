/** Examines this machine: the version of Node.js, the user, and the file of the secret. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { type Config, secretFile } from '../../config.ts';
import { secretMinLength } from '../../environment.ts';
import { advice, type Diagnosis, wrong } from '../../policy/diagnosis.ts';

export function diagnoseMachine(config: Config): Diagnosis[] {
  return [
    ...diagnoseNode(),
    ...diagnoseUser(),
    ...(config.sessionSecrets ? [] : diagnoseSecretFile(secretFile(config))),
  ];
}

function diagnoseNode(): Diagnosis[] {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return [];
  return [
    wrong(
      'node.version',
      `Node.js has version ${process.versions.node}.`,
      'Duologue needs 20.19 or newer.',
      'Install Node.js 22.',
    ),
  ];
}

function diagnoseUser(): Diagnosis[] {
  if (process.getuid?.() !== 0) return [];
  return [
    advice(
      'user.root',
      'This command runs as root.',
      'A node that runs as root can harm the whole machine.',
      'Run nodes as a user of their own.',
    ),
  ];
}

function diagnoseSecretFile(file: string): Diagnosis[] {
  if (!existsSync(file)) return [];
  if ((statSync(file).mode & 0o077) !== 0) {
    return [
      wrong(
        'files.secret-mode',
        `Other users of this machine may read ${file}.`,
        'They can forge the cookie of every user.',
        `chmod 600 ${file}`,
      ),
    ];
  }
  if (readFileSync(file, 'utf8').trim().length >= secretMinLength) return [];
  return [
    wrong('secret.damaged', `The secret in ${file} is damaged.`, 'No node starts.', 'Restore the file from a backup.'),
  ];
}
