/** What a request really is behind trusted proxies, as Fastify itself works it out: whose address, and whether over HTTPS. */
import type { IncomingMessage } from 'node:http';
import proxyAddr from '@fastify/proxy-addr';

/** @param trusted - addresses and networks of proxies; with none, a forwarded header is only what a client claims. */
export function createAddressLookup(trusted: string[]): (request: IncomingMessage) => string {
  const isTrusted = proxyAddr.compile(trusted);
  return (request) => (trusted.length > 0 ? proxyAddr(request, isTrusted) : (request.socket.remoteAddress ?? ''));
}

export function createHttpsCheck(trusted: string[]): (request: IncomingMessage) => boolean {
  const isTrusted = proxyAddr.compile(trusted);
  return ({ socket, headers }) =>
    isTrusted(socket.remoteAddress ?? '', 0) &&
    `${headers['x-forwarded-proto'] ?? ''}`.split(',').at(-1)?.trim() === 'https';
}
