/** Reads `docker-compose.yml` as Docker Compose does: merges, and variables of the environment. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export interface ComposeService {
  image: string;
  build?: string;
  user?: string;
  restart: string;
  read_only: boolean;
  cap_drop: string[];
  cap_add?: string[];
  security_opt: string[];
  command?: string[];
  profiles?: string[];
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  networks: string[] | Record<string, { ipv4_address: string }>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  logging: { driver: string; options: Record<string, string> };
  stop_grace_period?: string;
  mem_limit: string;
  cpus: string | number;
}

export interface ComposeFile {
  name?: string;
  services: Record<string, ComposeService>;
  networks: Record<string, unknown>;
  volumes: Record<string, unknown>;
}

export const repositoryFile = (path: string) => new URL(`../../${path}`, import.meta.url);
export const readText = (path: string) => readFileSync(repositoryFile(path), 'utf8');

/** Matches `$$`, `${NAME}`, `${NAME:-default}`, `${NAME-default}` and `${NAME:?message}`. */
const reference = /\$\$|\$\{(\w+)(?:(:[-?]|-)([^}]*))?\}/g;

/** @throws Error with the message of a required variable that is missing */
export function readComposeFile(env: Record<string, string>): ComposeFile {
  const fill = (text: string) =>
    text.replace(reference, (_, name: string | undefined, kind: string | undefined, rest = '') => {
      if (name === undefined) return '$';
      const value = env[name] ?? '';
      if (value === '' && kind === ':?') throw new Error(`${name}: ${rest}`);
      const isDefault = kind === ':-' ? value === '' : kind === '-' && env[name] === undefined;
      return isDefault ? rest : value;
    });
  const filled = (value: unknown): unknown => {
    if (typeof value === 'string') return fill(value);
    if (Array.isArray(value)) return value.map(filled);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item)]));
  };
  return filled(parse(readText('docker-compose.yml'), { merge: true })) as ComposeFile;
}

/** The names of all variables that the file takes from the environment. */
export function composeVariables(): string[] {
  const names = [...readText('docker-compose.yml').matchAll(reference)].flatMap(([, name]) => name ?? []);
  return [...new Set(names)].sort();
}

/** The settings of a file such as `.env`. */
export function readSettings(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/^(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]));
}
