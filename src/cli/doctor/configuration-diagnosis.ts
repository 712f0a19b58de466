/** Examines the settings: values that are allowed, but unsafe or contrary to each other. */
import { type Config, configWarnings } from '../../config.ts';
import { advice, type Diagnosis, wrong } from '../../policy/diagnosis.ts';

export function diagnoseSettings(config: Config): Diagnosis[] {
  return [
    ...configWarnings().map((warning) =>
      wrong(
        'settings.name',
        warning.split('. ')[0]?.concat('.') ?? warning,
        'The setting that was meant has its default.',
        warning.split('. ')[1] ?? 'Check its name.',
      ),
    ),
    ...diagnoseOrigins(config),
    ...diagnoseSecrets(config),
    ...diagnoseLimits(config),
  ];
}

function diagnoseOrigins({ publicOrigins, trustedProxies, host }: Config): Diagnosis[] {
  const plain = publicOrigins.filter((origin) => origin.startsWith('http:') && !isLoopback(new URL(origin).hostname));
  const everybody = trustedProxies.filter((network) => network.endsWith('/0'));
  const found: [boolean, Diagnosis][] = [
    [
      everybody.length > 0,
      wrong(
        'proxy.everybody',
        `TRUST_PROXY holds ${everybody.join(', ')}.`,
        'Every client can choose the address that limits and logs see.',
        'Name only the address or network of the load balancer.',
      ),
    ],
    [
      plain.length > 0,
      wrong(
        'tls.none',
        `${plain.join(', ')} is plain HTTP.`,
        'Passwords and messages can be read on the way.',
        'Serve HTTPS at the load balancer, and set PUBLIC_ORIGIN to https://….',
      ),
    ],
    [
      publicOrigins.length === 0 && !isLoopback(host),
      advice(
        'origin.none',
        'PUBLIC_ORIGIN is not set.',
        'The node accepts its own addresses and names only.',
        'Set PUBLIC_ORIGIN to the address that users see.',
      ),
    ],
  ];
  return found.flatMap(([isFault, diagnosis]) => (isFault ? [diagnosis] : []));
}

const isLoopback = (hostname: string) => /^(localhost|127\..*|\[?::1\]?)$/.test(hostname);

/** Fewer different characters than this come from a keyboard, not from `openssl rand -hex 32`. */
const differentMin = 10;

function diagnoseSecrets({ sessionSecrets }: Config): Diagnosis[] {
  const isWeak = (secret: string) =>
    new Set(secret).size < differentMin || /change.?me|secret|password|example|duologue/i.test(secret);
  if (!sessionSecrets?.some(isWeak)) return [];
  const why = 'Who guesses it can forge the cookie of every user.';
  return [
    wrong('secret.weak', 'SESSION_SECRET is easy to guess.', why, 'Put a new one before it: openssl rand -hex 32.'),
  ];
}

/** Half of the default is the least that OWASP recommends for argon2id. */
const hashWorkMin = 19_456;

function diagnoseLimits({ rateLimits, argon2, metricsToken }: Config): Diagnosis[] {
  const found: [boolean, Diagnosis][] = [
    [
      !rateLimits,
      wrong(
        'limits.off',
        'RATE_LIMITS is off.',
        'One client can guess passwords without end, and fill the server.',
        'Remove RATE_LIMITS.',
      ),
    ],
    [
      argon2.memoryKib * argon2.timeCost < hashWorkMin,
      wrong(
        'hashes.cheap',
        'ARGON2_MEMORY_KIB and ARGON2_TIME_COST make password hashes cheap.',
        'Stolen hashes are guessed quickly.',
        'Remove both settings: the defaults are 19456 and 2.',
      ),
    ],
    [
      metricsToken !== null && metricsToken.length < 16,
      wrong(
        'metrics.token',
        'METRICS_TOKEN is short.',
        'Strangers can guess it and read /metrics.',
        'Use openssl rand -hex 16.',
      ),
    ],
  ];
  return found.flatMap(([isFault, diagnosis]) => (isFault ? [diagnosis] : []));
}
