/** Examines a Redis server: access, version, role, memory, disk and clock. */
import { Redis } from 'ioredis';
import { advice, type Diagnosis, diagnoseClock, wrong } from '../policy/diagnosis.ts';
import { reasonOf, redisFaultKind } from './redis-faults.ts';

export async function diagnoseRedis(url: string): Promise<Diagnosis[]> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 3_000,
    commandTimeout: 3_000,
    retryStrategy: () => null,
  });
  const errors: Error[] = [];
  redis.on('error', (error: Error) => errors.push(error));
  try {
    await redis.connect();
    const info = parseInfo(await redis.info());
    return [...diagnoseInfo(info), ...diagnosePassword(url), ...(await clock(redis))];
  } catch (error) {
    return [unreachable(url, errors[0] ?? (error as Error))];
  } finally {
    redis.disconnect();
  }
}

const remedies: Readonly<Record<string, string>> = {
  refused: 'Nothing listens there: start Redis, or check REDIS_URL.',
  unknown_host: 'The name of the host is unknown: check REDIS_URL.',
  wrong_password: 'The name or the password is wrong or missing: write redis://:password@host:6379.',
  missing_right: 'Give this user of Redis all commands on all keys and channels.',
  tls: 'Check the certificate, or whether the server wants rediss:// or redis://.',
};

function unreachable(url: string, error: Error): Diagnosis {
  const remedy = remedies[redisFaultKind(error)] ?? 'Check REDIS_URL, and the network.';
  const why = 'Nodes serve without Redis, but pushes between them take seconds and limits count for each node alone.';
  return wrong('redis.unreachable', `Redis at ${new URL(url).host} cannot be used (${reasonOf(error)}).`, why, remedy);
}

type Info = Readonly<Record<string, string>>;

function parseInfo(text: string): Info {
  const lines = text.split('\r\n').filter((line) => line.includes(':'));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]));
}

export function diagnoseInfo(info: Info): Diagnosis[] {
  const { redis_version: version = '', role, maxmemory_policy: policy = '', rdb_last_bgsave_status: saved } = info;
  const found: [boolean, Diagnosis][] = [
    [
      Number.parseInt(version, 10) < 7,
      advice('redis.version', `Redis has version ${version}.`, 'Duologue is tested with Redis 7.', 'Upgrade it.'),
    ],
    [
      role === 'slave',
      wrong(
        'redis.replica',
        'REDIS_URL leads to a replica.',
        'A replica is read-only: limits, presence and sessions are not written.',
        'Let REDIS_URL lead to the primary server.',
      ),
    ],
    [
      policy !== 'noeviction',
      wrong(
        'redis.eviction',
        `The maxmemory-policy of Redis is ${policy}.`,
        'When memory is short, Redis drops counts of wrong passwords and presence.',
        'CONFIG SET maxmemory-policy noeviction, and in its configuration file.',
      ),
    ],
    [
      saved === 'err',
      wrong(
        'redis.disk',
        'Redis could not write its last snapshot to the disk.',
        'It then refuses every write.',
        'Free space, or turn snapshots off: everything in Redis may be lost.',
      ),
    ],
  ];
  return found.flatMap(([isFault, diagnosis]) => (isFault ? [diagnosis] : []));
}

function diagnosePassword(url: string): Diagnosis[] {
  const { hostname, password } = new URL(url);
  if (password !== '' || isLoopback(hostname)) return [];
  const why = 'Anybody who reaches it can read pushed messages and disturb the nodes.';
  return [
    advice(
      'redis.password',
      'Redis is used without a password.',
      why,
      'Set requirepass, and write redis://:password@host:6379.',
    ),
  ];
}

const isLoopback = (hostname: string) => /^(localhost|127\..*|\[::1\])$/.test(hostname);

async function clock(redis: Redis): Promise<Diagnosis[]> {
  const before = Date.now();
  const [seconds, microseconds] = await redis.time();
  return diagnoseClock('redis', Number(seconds) * 1_000 + Number(microseconds) / 1_000, before, Date.now());
}
