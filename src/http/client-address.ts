/** Finds a request's client address and protocol behind trusted proxies, by the same rules as Fastify. */
import type { IncomingMessage } from 'node:http';
import proxyAddr from '@fastify/proxy-addr';

/** @param trusted - addresses and networks of proxies; without any, forwarded headers are ignored. */
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
