/** The environment variables: each with its type, its default, its limits, and its line in `duologue --help`. */
import { isIP } from 'node:net';
import { type Static, Type } from 'typebox';
import { parseS3Address } from './policy/s3-address.ts';
import { type RegistrationMode, registrationModes } from './protocol/routes.ts';

export interface Described {
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

export const Environment = Type.Object({
  PORT: wholeNumber(0, 65_535, 3_000, 'port to listen on'),
  HOST: text('127.0.0.1', 'address to listen on; 0.0.0.0 for every address of this machine'),
  DATA_DIR: text('./data', 'the SQLite file, generated secret and uploaded files, when DATABASE_URL is not set'),
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
  LOBBY: oneOf(['off', 'on'], { description: 'on for a room in which everybody talks', fault: 'must be on or off.' }),
  RATE_LIMITS: oneOf(['on', 'off'], { description: 'off for benchmarks only', fault: 'must be on or off.' }),
  ARGON2_MEMORY_KIB: wholeNumber(8, 4_194_304, 19_456, 'memory of one password hash'),
  ARGON2_TIME_COST: wholeNumber(1, 1_000, 2, 'rounds of one password hash'),
  VAPID_PUBLIC_KEY: optional((key) => bytesIn(key) === 65, {
    description: 'public key of Web Push, base64url; without it the first node creates a pair for all',
    fault: 'must be 65 bytes in base64url (npx web-push generate-vapid-keys).',
  }),
  VAPID_PRIVATE_KEY: optional((key) => bytesIn(key) === 32, {
    description: 'private key of Web Push, base64url; set both or neither',
    fault: 'must be 32 bytes in base64url.',
  }),
  VAPID_SUBJECT: optional((url) => hasProtocol(url, ['mailto:', 'https:']), {
    description: 'how push services reach the operator; by default the first PUBLIC_ORIGIN',
    fault: 'must look like mailto:admin@example.org or https://example.org.',
  }),
  PUSH_ENDPOINT_HOSTS: list((host) => URL.canParse(`https://${host}`) && new URL(`https://${host}`).host === host, {
    description: 'the only hosts of push services that are reached, a comma list; by default every public one',
    fault: 'is not a host like push.example.org or push.example.org:8443.',
  }),
  FILES_DIR: optional(() => true, {
    description:
      'folder of uploaded files; embedded: DATA_DIR/files; cluster: shared by all nodes, or FILES_S3_URL, or no files',
  }),
  FILES_S3_URL: optional((url) => parseS3Address(url) !== null, {
    description: 'https://host/bucket/prefix?region=name: an S3-compatible store in place of FILES_DIR',
    fault:
      'must look like https://host/bucket/prefix?region=eu-central-1, without keys; http only within a private network.',
  }),
  FILES_S3_ACCESS_KEY_ID: optional(() => true, { description: 'access key of FILES_S3_URL' }),
  FILES_S3_SECRET_ACCESS_KEY: optional(() => true, { description: 'secret key of FILES_S3_URL' }),
  FILE_MAX_MIB: wholeNumber(1, 2_047, 50, 'the largest file that may be uploaded'),
  FILES_QUOTA_MIB: wholeNumber(1, 1_048_576, 1_024, 'what all files of one user may take'),
  FILES_TOTAL_MIB: wholeNumber(1, 1_073_741_824, 51_200, 'what all files of the installation may take'),
  METRICS_TOKEN: optional(() => true, {
    description: 'bearer token for /metrics; without it only direct loopback requests are answered',
  }),
  LOG_LEVEL: oneOf(['info', 'fatal', 'error', 'warn', 'debug', 'trace', 'silent'], {
    description: 'fatal, error, warn, info, debug or trace',
    fault: 'must be fatal, error, warn, info, debug or trace.',
  }),
});
export type Environment = Static<typeof Environment>;

export function isOrigin(text: string): boolean {
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

const bytesIn = (key: string) => (/^[\w-]+$/.test(key) ? Buffer.from(key, 'base64url').length : 0);
