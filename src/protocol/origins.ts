/** Which web origins may speak to this server: one exact rule for unsafe HTTP requests and socket handshakes. */

/** What a request says of where it comes from. */
export interface OriginHeaders {
  origin?: string | undefined;
  host?: string | undefined;
  'sec-fetch-site'?: string | string[] | undefined;
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
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
