/** Reads the configuration from the environment: one schema gives the parsing, the faults, the help and the type. */
import { createECDH } from 'node:crypto';
import { join } from 'node:path';
import type { TProperties } from 'typebox';
import { Compile } from 'typebox/compile';
import { Default } from 'typebox/value';
import { type Described, Environment, isOrigin } from './environment.ts';
import { parameterFaults } from './policy/database-url.ts';
import { OperatorError } from './policy/exit-codes.ts';
import { misspeltNames } from './policy/misspelt-names.ts';
import { parseS3Address, type S3Place } from './policy/s3-address.ts';
import type { FileLimits } from './protocol/limits.ts';

interface VariableSchema extends Described {
  type?: string;
  default?: unknown;
  items?: { fault?: string };
}
const schemas = Object.entries<VariableSchema>(describedIn(Environment.properties));
const compiled = Compile(Environment);

/** The environment variables for the help text. The fallback is empty where there is none. */
export const variables = schemas.map(([name, schema]) => ({
  name,
  description: schema.description,
  fallback: `${schema.default ?? ''}`,
}));

/** The configuration is wrong. The message has one line for each fault. */
export class ConfigError extends OperatorError {
  constructor(faults: readonly string[]) {
    super('usage', faults.join('\n'));
  }
}

export type Config = ReturnType<typeof toConfig>;

/** @throws ConfigError */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  return read(env, [...clusterFaults(env), ...vapidFaults(env), ...fileStoreFaults(env)]);
}

/** The part of the configuration that work on the database needs. */
export type DatabaseConfig = Pick<Config, 'databaseUrl' | 'dataDir' | 'argon2' | 'sessionSecrets'>;

const databaseVariables = ['DATABASE_URL', 'DATA_DIR', 'ARGON2_MEMORY_KIB', 'ARGON2_TIME_COST', 'SESSION_SECRET'];

/** Reads the variables of the database only: a command needs no others. @throws ConfigError */
export function readDatabaseConfig(env: NodeJS.ProcessEnv = process.env): DatabaseConfig {
  // Without its DATABASE_URL a command would work on a SQLite file that has nothing to do with the cluster.
  const isForgotten = textOf(env, 'DATABASE_URL') === '' && textOf(env, 'REDIS_URL') !== '';
  const faults = isForgotten ? ['DATABASE_URL is missing, but REDIS_URL is set.'] : [];
  return read(Object.fromEntries(databaseVariables.map((name) => [name, env[name]])), faults);
}

/** Reads the variables that an invitation needs. @throws ConfigError */
export function readRegistrationConfig(env: NodeJS.ProcessEnv = process.env) {
  const { PUBLIC_ORIGIN, REGISTRATION } = env;
  const { publicOrigins, registration } = read({ PUBLIC_ORIGIN, REGISTRATION }, []);
  return { publicOrigins, registration };
}

/** The part of the configuration that says where files are, and how many there may be. */
export type FilesConfig = Pick<Config, 'filesDir' | 'filesS3' | 'fileBounds'>;

/** Reads the variables of files. @throws ConfigError */
export function readFilesConfig(env: NodeJS.ProcessEnv = process.env): FilesConfig {
  const named = Object.fromEntries(Object.entries(env).filter(([name]) => /^FILES?_/.test(name)));
  const { filesDir, filesS3, fileBounds } = read(named, fileStoreFaults(env));
  return { filesDir, filesS3, fileBounds };
}

function read(env: NodeJS.ProcessEnv, faultsBetween: readonly string[]): Config {
  const values = Default(
    Environment,
    Object.fromEntries(schemas.flatMap(([name, schema]) => parse(name, schema, env))),
  );
  const faults = [...valueFaults(values), ...parameterFaults(textOf(env, 'DATABASE_URL')), ...faultsBetween];
  if (faults.length > 0 || !compiled.Check(values)) throw new ConfigError(faults);
  return toConfig(values);
}

/** Names that are set in the environment and are probably misspelt. */
export function configWarnings(env: NodeJS.ProcessEnv = process.env): string[] {
  return misspeltNames(
    Object.keys(env),
    schemas.map(([name]) => name),
  );
}

/** The file that holds the generated secret of a single node. */
export const secretFile = (config: Pick<Config, 'dataDir'>) => join(config.dataDir, 'session-secret');

/** Holds the bytes of files. */
export type FilesPlace = { folder: string } | { s3: S3Place };

/** Null where there are no files: in a cluster without a place that its nodes share. */
export function filesPlace(
  config: Pick<Config, 'filesDir' | 'filesS3' | 'databaseUrl' | 'dataDir'>,
): FilesPlace | null {
  const { filesDir, filesS3, databaseUrl, dataDir } = config;
  if (filesS3 !== null) return { s3: filesS3 };
  const folder = filesDir ?? (databaseUrl === null ? join(dataDir, 'files') : null);
  return folder === null ? null : { folder };
}

/** The bounds of files that clients are told. Null where there are no files. */
export function fileLimits(config: Config): FileLimits | null {
  const { fileMaxBytes, quotaBytes: filesQuotaBytes } = config.fileBounds;
  return filesPlace(config) === null ? null : { fileMaxBytes, filesQuotaBytes };
}

function toConfig(env: Environment) {
  return {
    port: env.PORT,
    host: env.HOST,
    dataDir: env.DATA_DIR,
    /** Both URLs are null for a single node, and both are set for one of many. */
    databaseUrl: env.DATABASE_URL ?? null,
    redisUrl: env.REDIS_URL ?? null,
    /** The first secret signs, all verify. Null for a single node, which generates one into `dataDir`. */
    sessionSecrets: env.SESSION_SECRET ?? null,
    publicOrigins: env.PUBLIC_ORIGIN,
    trustedProxies: env.TRUST_PROXY,
    registration: env.REGISTRATION,
    lobby: env.LOBBY === 'on',
    rateLimits: env.RATE_LIMITS === 'on',
    argon2: { memoryKib: env.ARGON2_MEMORY_KIB, timeCost: env.ARGON2_TIME_COST },
    /** Null for keys that the first node creates for all. */
    vapidKeys: vapidKeysIn(env),
    vapidSubject: env.VAPID_SUBJECT ?? env.PUBLIC_ORIGIN.find((origin) => origin.startsWith('https:')) ?? noSubject,
    pushEndpointHosts: env.PUSH_ENDPOINT_HOSTS,
    filesDir: env.FILES_DIR ?? null,
    filesS3: s3PlaceIn(env),
    fileBounds: {
      fileMaxBytes: env.FILE_MAX_MIB * mebibyte,
      quotaBytes: env.FILES_QUOTA_MIB * mebibyte,
      totalBytes: env.FILES_TOTAL_MIB * mebibyte,
    },
    metricsToken: env.METRICS_TOKEN ?? null,
    logLevel: env.LOG_LEVEL,
  };
}

const mebibyte = 1_024 * 1_024;

/** Push services want some way to reach the operator. */
const noSubject = 'mailto:nobody@duologue.invalid';

function vapidKeysIn({ VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey }: Environment) {
  return publicKey && privateKey ? { publicKey, privateKey } : null;
}

function s3PlaceIn(env: Environment): S3Place | null {
  const address = parseS3Address(env.FILES_S3_URL ?? '');
  const { FILES_S3_ACCESS_KEY_ID: accessKeyId = '', FILES_S3_SECRET_ACCESS_KEY: secretAccessKey = '' } = env;
  return address && { ...address, accessKeyId, secretAccessKey };
}

/** An empty variable counts as unset. */
const textOf = (env: NodeJS.ProcessEnv, name: string) => env[name]?.trim() ?? '';

/** The typed value of one variable, as an entry; no entry for an unset variable. */
function parse(name: string, { type }: VariableSchema, env: NodeJS.ProcessEnv): [string, unknown][] {
  const given = textOf(env, name);
  if (given === '') return [];
  if (type === 'integer') return [[name, Number(given)]];
  if (type !== 'array') return [[name, given]];
  const items = given.split(',').map((item) => item.trim());
  return [[name, items.filter((item) => item !== '')]];
}

/** One fault for each wrong variable, or for each wrong item of a list. Only public values are quoted. */
function valueFaults(values: unknown): string[] {
  const faults = new Map<string, string>();
  for (const { instancePath } of compiled.Errors(values)) {
    const [, name = '', index] = instancePath.split('/');
    const schema = Object.fromEntries(schemas)[name];
    const item = index === undefined ? undefined : Object(values)[name]?.[index];
    faults.set(
      instancePath,
      item === undefined ? `${name} ${schema?.fault}` : `${name}: "${item}" ${schema?.items?.fault}`,
    );
  }
  return [...faults.values()];
}

function clusterFaults(env: NodeJS.ProcessEnv): string[] {
  const isSet = (name: keyof Environment) => textOf(env, name) !== '';
  const faults: string[] = [];
  if (isSet('DATABASE_URL') !== isSet('REDIS_URL')) {
    const missing = isSet('DATABASE_URL') ? 'REDIS_URL' : 'DATABASE_URL';
    faults.push(`${missing} is missing: set both DATABASE_URL and REDIS_URL, or neither.`);
  }
  if (isSet('DATABASE_URL') && !isSet('SESSION_SECRET')) {
    faults.push('SESSION_SECRET is missing: every node needs the same one (openssl rand -hex 32).');
  }
  const origins = textOf(env, 'PUBLIC_ORIGIN').split(',');
  if (!isSet('TRUST_PROXY') && origins.some((origin) => /^ *https:/.test(origin) && isOrigin(origin.trim()))) {
    faults.push(
      'TRUST_PROXY is missing: PUBLIC_ORIGIN is https, so name the proxy that ends TLS, or cookies would not be Secure.',
    );
  }
  return faults;
}

function fileStoreFaults(env: NodeJS.ProcessEnv): string[] {
  const isSet = (name: keyof Environment) => textOf(env, name) !== '';
  if (isSet('FILES_S3_URL') && isSet('FILES_DIR'))
    return ['FILES_DIR and FILES_S3_URL are both set: keep one of them.'];
  const keys = ['FILES_S3_ACCESS_KEY_ID', 'FILES_S3_SECRET_ACCESS_KEY'] as const;
  const missing = isSet('FILES_S3_URL') ? keys.filter((name) => !isSet(name)) : [];
  return missing.map((name) => `${name} is missing: FILES_S3_URL needs both of its keys.`);
}

/** A public key that is not that of the private one would make every push fail. */
function vapidFaults(env: NodeJS.ProcessEnv): string[] {
  const [publicKey, privateKey] = [textOf(env, 'VAPID_PUBLIC_KEY'), textOf(env, 'VAPID_PRIVATE_KEY')];
  const isComplete = [publicKey, privateKey].every((key) => key === '' || /^[\w-]{43,88}$/.test(key));
  // The schema reports a key of another length.
  if (!isComplete || (publicKey === '' && privateKey === '')) return [];
  if (publicKey === '' || privateKey === '') {
    return [`VAPID_${publicKey === '' ? 'PUBLIC' : 'PRIVATE'}_KEY is missing: set both keys or neither.`];
  }
  const pair = createECDH('prime256v1');
  try {
    pair.setPrivateKey(Buffer.from(privateKey, 'base64url'));
  } catch {
    return ['VAPID_PRIVATE_KEY is no private key of P-256.'];
  }
  const isPair = pair.getPublicKey().equals(Buffer.from(publicKey, 'base64url'));
  return isPair ? [] : ['VAPID_PUBLIC_KEY is not the public key of VAPID_PRIVATE_KEY.'];
}

/** TypeBox's types hide the options that a schema was created with. */
function describedIn(properties: TProperties): Record<string, VariableSchema> {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, { description: '', ...schema }]));
}
