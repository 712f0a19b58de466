/** The origin check of unsafe HTTP requests and socket handshakes. */

import { Refusal } from '../protocol/refusals.ts';

/** The headers that name the origin of a request. */
export interface OriginHeaders {
  origin?: string | undefined;
  host?: string | undefined;
  'sec-fetch-site'?: string | string[] | undefined;
}

/**
 * The origin of the requesting page, after `isForeignOrigin` has admitted it; passkeys are bound to it.
 * Without an `Origin` header (no browser page) it is the first configured origin, or the request's own host.
 * @throws Refusal `invalid_input` when the `Host` header is invalid
 */
export function ownOrigin(headers: OriginHeaders, allowed: readonly string[], protocol: string): string {
  const origin = headers.origin ?? allowed[0] ?? `${protocol}://${headers.host ?? ''}`;
  if (URL.canParse(origin)) return new URL(origin).origin;
  throw new Refusal('invalid_input', 'The Host header is not valid.');
}

/**
 * Whether a request comes from a foreign web page. Without `Origin` no page made it, unless `Sec-Fetch-Site` names
 * another site, or another host of the same domain.
 * @param allowed - the configured origins; when empty, the origin must name the request's own host.
 */
export function isForeignOrigin(headers: OriginHeaders, allowed: readonly string[]): boolean {
  const { origin, host } = headers;
  const elsewhere = headers['sec-fetch-site'] === 'cross-site' || headers['sec-fetch-site'] === 'same-site';
  if (origin === undefined) return elsewhere;
  if (allowed.length > 0) return !allowed.includes(origin);
  // The browser calls the same host with another scheme another site.
  if (elsewhere) return true;
  // An exact comparison: an origin with a user, a path or another spelling of the host does not match.
  return !host || !['http', 'https'].some((scheme) => origin === `${scheme}://${host}`);
}
