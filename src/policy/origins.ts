/** Which web origins may speak to this server: one exact rule for unsafe HTTP requests and socket handshakes. */

import { Refusal } from '../protocol/refusals.ts';

/** What a request says of where it comes from. */
export interface OriginHeaders {
  origin?: string | undefined;
  host?: string | undefined;
  'sec-fetch-site'?: string | string[] | undefined;
}

/**
 * The origin of our page that asks, where `isForeignOrigin` has let it pass: passkeys are bound to it.
 * Without an `Origin` no browser page asks; then it is the first configured, or the request's own host.
 * @throws Refusal `invalid_input` when the `Host` header is none.
 */
export function ownOrigin(headers: OriginHeaders, allowed: readonly string[], protocol: string): string {
  const origin = headers.origin ?? allowed[0] ?? `${protocol}://${headers.host ?? ''}`;
  if (URL.canParse(origin)) return new URL(origin).origin;
  throw new Refusal('invalid_input', 'The Host header names no host.');
}

/**
 * Tells whether a request comes from a foreign web page.
 * No `Origin` means no browser page made it, unless the browser itself says that the page is of another site, or of a neighbour under the same domain.
 * @param allowed - the configured origins; when empty, the origin must name the request's own host.
 */
export function isForeignOrigin(headers: OriginHeaders, allowed: readonly string[]): boolean {
  const { origin, host } = headers;
  const elsewhere = headers['sec-fetch-site'] === 'cross-site' || headers['sec-fetch-site'] === 'same-site';
  if (origin === undefined) return elsewhere;
  if (allowed.length > 0) return !allowed.includes(origin);
  // The same host under another scheme is another site, and the browser says so.
  if (elsewhere) return true;
  // Letter by letter: what is no more than an origin cannot name a user, a path, or the host in another writing.
  return !host || !['http', 'https'].some((scheme) => origin === `${scheme}://${host}`);
}
