/** The only reader of the environment: one table of variables, and one error that lists every fault at once. */
import { isIP } from 'node:net';
import { join } from 'node:path';

export interface Config {
  port: number;
  host: string;
  dataDir: string;
  /** Both null: the embedded shape. Both set: one of many nodes. */
  databaseUrl: string | null;
  redisUrl: string | null;
  /** The first signs; the others still verify. Null in the embedded shape: generated into `dataDir`. */
  sessionSecrets: string[] | null;
  publicOrigins: string[];
  trustedProxies: string[];
  rateLimits: boolean;
  argon2: { memoryKib: number; timeCost: number };
  metricsToken: string | null;
  logLevel: string;
}

/** Every variable: its default, and what it is for. `duologue --help` prints this table. */
export const variables = {
  PORT: ['3000', 'port to listen on'],
  HOST: ['127.0.0.1', 'address to listen on; 0.0.0.0 for every one of this machine'],
  DATA_DIR: ['./data', 'the SQLite file and generated secret, when DATABASE_URL is not set'],
  DATABASE_URL: ['', 'mysql://user:password@host/database; together with REDIS_URL: one of many nodes'],
  REDIS_URL: ['', 'redis://host:6379'],
  SESSION_SECRET: ['', 'at least 32 characters, required with DATABASE_URL; a comma list rotates, the first signs'],
  PUBLIC_ORIGIN: ['', 'https://chat.example.org; a comma list; by default the host of the request itself'],
  TRUST_PROXY: ['', 'addresses or networks of the load balancer, a comma list'],
  RATE_LIMITS: ['on', 'off for benchmarks only'],
  ARGON2_MEMORY_KIB: ['19456', 'memory of one password hash'],
  ARGON2_TIME_COST: ['2', 'rounds of one password hash'],
  METRICS_TOKEN: ['', 'bearer token for /metrics; without it only direct loopback requests are answered'],
  LOG_LEVEL: ['info', 'fatal, error, warn, info, debug or trace'],
} as const satisfies Record<string, readonly [fallback: string, meaning: string]>;

type Variable = keyof typeof variables;

/** The configuration is wrong; the message lists every fault, a line each. */
export class ConfigError extends Error {}

/** @throws ConfigError */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const faults: string[] = [];
  const text = (name: Variable) => env[name]?.trim() || variables[name][0];
  const list = (name: Variable) =>
    text(name)
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  const check = (right: boolean, fault: string) => {
    if (!right) faults.push(fault);
  };
  const whole = (name: Variable, min: number, max: number) => {
    const value = Number(text(name));
    check(
      Number.isInteger(value) && value >= min && value <= max,
      `${name} must be a whole number from ${min} to ${max}.`,
    );
    return value;
  };

  const config: Config = {
    port: whole('PORT', 0, 65_535),
    host: text('HOST'),
    dataDir: text('DATA_DIR'),
    databaseUrl: text('DATABASE_URL') || null,
    redisUrl: text('REDIS_URL') || null,
    sessionSecrets: text('SESSION_SECRET') === '' ? null : list('SESSION_SECRET'),
    publicOrigins: list('PUBLIC_ORIGIN'),
    trustedProxies: list('TRUST_PROXY'),
    rateLimits: text('RATE_LIMITS') !== 'off',
    argon2: { memoryKib: whole('ARGON2_MEMORY_KIB', 8, 4_194_304), timeCost: whole('ARGON2_TIME_COST', 1, 1_000) },
    metricsToken: text('METRICS_TOKEN') || null,
    logLevel: text('LOG_LEVEL'),
  };
  checkShape(config, check);
  checkLists(config, check);
  check(['on', 'off'].includes(text('RATE_LIMITS')), 'RATE_LIMITS must be on or off.');
  check(
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'].includes(config.logLevel),
    'LOG_LEVEL must be fatal, error, warn, info, debug or trace.',
  );
  if (faults.length > 0) throw new ConfigError(faults.join('\n'));
  return config;
}

/** Where the embedded shape keeps the secret it generated. */
export const secretFile = (config: Config) => join(config.dataDir, 'session-secret');

type Check = (right: boolean, fault: string) => void;

function checkShape({ databaseUrl, redisUrl, sessionSecrets }: Config, check: Check): void {
  const missing = databaseUrl ? 'REDIS_URL' : 'DATABASE_URL';
  check(
    (databaseUrl === null) === (redisUrl === null),
    `${missing} is missing: set both DATABASE_URL and REDIS_URL, or neither.`,
  );
  check(
    databaseUrl === null || isDatabaseUrl(databaseUrl),
    'DATABASE_URL must look like mysql://user:password@host:3306/database; in a password % is written %25, and so on.',
  );
  check(
    redisUrl === null || hasProtocol(redisUrl, ['redis:', 'rediss:']),
    'REDIS_URL must look like redis://host:6379.',
  );
  check(
    databaseUrl === null || sessionSecrets !== null,
    'SESSION_SECRET is missing: every node needs the same one (openssl rand -hex 32).',
  );
  check(
    sessionSecrets === null || (sessionSecrets.length > 0 && sessionSecrets.every((secret) => secret.length >= 32)),
    'SESSION_SECRET must have at least 32 characters.',
  );
}

function checkLists({ publicOrigins, trustedProxies }: Config, check: Check): void {
  for (const origin of publicOrigins) {
    check(
      URL.canParse(origin) && new URL(origin).origin === origin,
      `PUBLIC_ORIGIN: "${origin}" is no origin like https://chat.example.org.`,
    );
  }
  for (const address of trustedProxies) {
    const [host = '', bits = '0'] = address.split('/');
    check(
      isIP(host) !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (isIP(host) === 6 ? 128 : 32),
      `TRUST_PROXY: "${address}" is no address or network like 10.0.0.0/8.`,
    );
  }
}

/** Names a database, in parts that can be decoded. */
function isDatabaseUrl(url: string): boolean {
  if (!hasProtocol(url, ['mysql:', 'mariadb:'])) return false;
  const { username, password, pathname } = new URL(url);
  try {
    for (const part of [username, password]) decodeURIComponent(part);
    return decodeURIComponent(pathname).length > 1;
  } catch {
    return false;
  }
}

function hasProtocol(url: string, protocols: string[]): boolean {
  return URL.canParse(url) && protocols.includes(new URL(url).protocol);
}
