/** Names the cause of an error of Redis. */

/** Codes of the operating system and of TLS, and beginnings of the answers of Redis. */
const kinds: [RegExp, string][] = [
  [/ECONNREFUSED/, 'refused'],
  [/ENOTFOUND|EAI_AGAIN/, 'unknown_host'],
  [/timed out|timeout|ETIMEDOUT/i, 'timed_out'],
  [/^(WRONGPASS|NOAUTH)/, 'wrong_password'],
  [/^NOPERM/, 'missing_right'],
  [/^(READONLY|NOREPLICAS)/, 'read_only'],
  [/^OOM/, 'full'],
  [/^MISCONF/, 'disk'],
  [/^(LOADING|MASTERDOWN|TRYAGAIN|CLUSTERDOWN)/, 'starting'],
  [/certificate|CERT|TLS|SSL|ERR_SSL/, 'tls'],
  [/ECONNRESET|EPIPE|ENETUNREACH|EHOSTUNREACH|Connection is closed|isn't writeable|max retries/i, 'lost'],
];

/** Answers `other` for an unknown error. */
export function redisFaultKind(error: Error & { code?: string }): string {
  const text = `${error.message} ${error.code ?? ''}`;
  return kinds.find(([pattern]) => pattern.test(text))?.[1] ?? 'other';
}

/** The message of an error; a failed connection to several addresses has only a code. */
export const reasonOf = ({ message, code }: Error & { code?: string }) => message || code || 'unknown';
