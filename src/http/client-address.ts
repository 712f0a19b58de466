/** The address a client really has: what trusted proxies say of it, as Fastify itself works it out for `request.ip`. */
import type { IncomingMessage } from 'node:http';
import proxyAddr from '@fastify/proxy-addr';

/** @param trusted - addresses and networks of proxies; with none, a forwarded header is only what a client claims. */
export function createAddressLookup(trusted: string[]): (request: IncomingMessage) => string {
  const isTrusted = proxyAddr.compile(trusted);
  return (request) => (trusted.length > 0 ? proxyAddr(request, isTrusted) : (request.socket.remoteAddress ?? ''));
}
