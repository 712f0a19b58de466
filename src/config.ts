/** Reads the configuration from the environment: one schema gives the parsing, the faults, the help and the type. */
import { isIP } from 'node:net';
import { join } from 'node:path';
import { type Static, type TProperties, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { Default } from 'typebox/value';
import { parameterFaults } from './policy/database-url.ts';
import { OperatorError } from './policy/exit-codes.ts';
import { misspeltNames } from './policy/misspelt-names.ts';
import { type RegistrationMode, registrationModes } from './protocol/routes.ts';

interface Described {
  description: string;
  /** The predicate of the sentence that reports a wrong value. */
  fault?: string;
}

const wholeNumber = (minimum: number, maximum: number, fallback: number, description: string) => {
  const fault = `must be a whole number from ${minimum} to ${maximum}.`;
  return Type.Integer({ minimum, maximum, default: fallback, description, fault });
};
const text = (fallback: string, description: string) => Type.String({ default: fallback, description });
const optional = (isValid: (text: string) => boolean, described: Described) =>
  Type.Optional(Type.Refine(Type.String({ ...described }), isValid));
const oneOf = <T extends string>(values: T[], described: Described) =>
  Type.Enum(values, { default: values[0], ...described });
const list = (isValid: (item: string) => boolean, { description, fault }: Described) =>
  Type.Array(Type.Refine(Type.String({ fault }), isValid), { default: [], description });

/** The shortest secret that signs cookies, in characters: 16 random bytes in hexadecimal. */
export const secretMinLength = 32;

/** Every variable: its type, its default, its limits, and its line in `duologue --help`. */
const Environment = Type.Object({
  PORT: wholeNumber(0, 65_535, 3_000, 'port to listen on'),
  HOST: text('127.0.0.1', 'address to listen on; 0.0.0.0 for every address of this machine'),
  DATA_DIR: text('./data', 'the SQLite file and generated secret, when DATABASE_URL is not set'),
  DATABASE_URL: optional(isDatabaseUrl, {
    description: 'mysql://user:password@host/database; together with REDIS_URL: one of many nodes',
    fault: 'must look like mysql://user:password@host:3306/database; in a password % is written %25, and so on.',
  }),
  REDIS_URL: optional((url) => hasProtocol(url, ['redis:', 'rediss:']), {
    description: 'redis://host:6379',
    fault: 'must look like redis://host:6379.',
  }),
  SESSION_SECRET: Type.Optional(
    Type.Refine(
      Type.Array(Type.String(), {
        description: `at least ${secretMinLength} characters, required with DATABASE_URL; a comma list rotates, the first signs`,
        fault: `must have at least ${secretMinLength} characters.`,
      }),
      (secrets) => secrets.length > 0 && secrets.every((secret) => secret.length >= secretMinLength),
    ),
  ),
  PUBLIC_ORIGIN: list(isOrigin, {
    description: 'https://chat.example.org, a comma list; by default an address, localhost or a name of this machine',
    fault: 'is not an origin like https://chat.example.org.',
  }),
  TRUST_PROXY: list(isNetwork, {
    description: 'addresses or networks of the load balancer, a comma list',
    fault: 'is not an address or network like 10.0.0.0/8.',
  }),
  REGISTRATION: oneOf<RegistrationMode>([...registrationModes], {
    description:
      'who may create an account: open for everybody, closed for nobody, invite with "duologue invite create"',
    fault: 'must be open, closed or invite.',
  }),
  RATE_LIMITS: oneOf(['on', 'off'], { description: 'off for benchmarks only', fault: 'must be on or off.' }),
  ARGON2_MEMORY_KIB: wholeNumber(8, 4_194_304, 19_456, 'memory of one password hash'),
  ARGON2_TIME_COST: wholeNumber(1, 1_000, 2, 'rounds of one password hash'),
  METRICS_TOKEN: optional(() => true, {
    description: 'bearer token for /metrics; without it only direct loopback requests are answered',
  }),
  LOG_LEVEL: oneOf(['info', 'fatal', 'error', 'warn', 'debug', 'trace', 'silent'], {
    description: 'fatal, error, warn, info, debug or trace',
    fault: 'must be fatal, error, warn, info, debug or trace.',
  }),
});
type Environment = Static<typeof Environment>;

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
  return read(env, clusterFaults(env));
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
    rateLimits: env.RATE_LIMITS === 'on',
    argon2: { memoryKib: env.ARGON2_MEMORY_KIB, timeCost: env.ARGON2_TIME_COST },
    metricsToken: env.METRICS_TOKEN ?? null,
    logLevel: env.LOG_LEVEL,
  };
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

/** TypeBox's types hide the options that a schema was created with. */
function describedIn(properties: TProperties): Record<string, VariableSchema> {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, { description: '', ...schema }]));
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

function isNetwork(text: string): boolean {
  const [host = '', bits = '0'] = text.split('/');
  return isIP(host) !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (isIP(host) === 6 ? 128 : 32);
}

/** Accepts URLs that name a database and whose parts can be decoded. */
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
