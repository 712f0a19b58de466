/** Gives every request an id: a trusted proxy's `X-Request-Id`, or else a random one. The answer repeats it. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import proxyAddr from '@fastify/proxy-addr';

export const requestIdHeader = 'x-request-id';

/** The ids that load balancers write: random ones, and trace ids with a key such as `Root=1-67891233-abcdef`. */
const usable = /^[\w.:;=+/-]{1,128}$/;

export type RequestIds = (request: IncomingMessage) => string;

/** @param trusted - addresses and networks of proxies; the header of any other client is ignored. */
export function createRequestIds(trusted: string[]): RequestIds {
  const isTrusted = proxyAddr.compile(trusted);
  const ids = new WeakMap<IncomingMessage, string>();

  function idFor({ socket, headers }: IncomingMessage): string {
    const given = headers[requestIdHeader];
    const isUsable = typeof given === 'string' && usable.test(given) && isTrusted(socket.remoteAddress ?? '', 0);
    return isUsable ? given : randomUUID();
  }

  return (request) => {
    const id = ids.get(request) ?? idFor(request);
    ids.set(request, id);
    return id;
  };
}

/** Listens on the server, so that Socket.IO's answers and those without a route carry the id, too. */
export function answerRequestIds(server: Server, idOf: RequestIds): void {
  server.prependListener('request', (request, response) => response.setHeader(requestIdHeader, idOf(request)));
}
