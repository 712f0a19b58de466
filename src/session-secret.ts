/** Reads the secrets that sign cookies. A single node generates one into its data directory, so that sessions survive a restart. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type Config, secretFile } from './config.ts';
import { secretMinLength } from './environment.ts';

export function sessionSecrets(config: Config): string[] {
  if (config.sessionSecrets) return config.sessionSecrets;
  const file = secretFile(config);
  if (!existsSync(file)) {
    mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  }
  return [readSecret(file)];
}

/** A shorter secret, or an empty file after a full disk, would sign cookies that anybody can forge. */
function readSecret(file: string): string {
  const secret = readFileSync(file, 'utf8').trim();
  if (secret.length >= secretMinLength) return secret;
  throw new Error(
    `The secret in ${file} is damaged: it has fewer than ${secretMinLength} characters. Restore the file from a backup. ` +
      'If there is none, delete it: every user logs in again, and authenticator apps are set up anew.',
  );
}
