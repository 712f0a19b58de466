/** Reads the secrets that sign cookies. A single node generates one into its data directory, so that sessions survive a restart. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type Config, secretFile } from './config.ts';

export function sessionSecrets(config: Config): string[] {
  if (config.sessionSecrets) return config.sessionSecrets;
  const file = secretFile(config);
  if (!existsSync(file)) {
    mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  }
  return [readFileSync(file, 'utf8').trim()];
}
