/** Listens: chooses the address, and names it as a URL. */
import { lookup } from 'node:dns/promises';
import type { AddressInfo } from 'node:net';

interface Listening {
  listen(at: { port: number; host: string }): Promise<unknown>;
  server: { address(): AddressInfo | string | null };
}

/** Answers the URL. @throws Error such as `EADDRINUSE` */
export async function listen(
  http: Listening,
  { port, host, logLevel }: { port: number; host: string; logLevel: string },
  logger: { level: string },
): Promise<string> {
  // The start line of main.ts replaces that of the server.
  logger.level = 'silent';
  await http.listen({ port, host: await listenAddress(host) });
  logger.level = logLevel;
  return listeningUrl(host, http.server.address());
}

/**
 * Chooses one address of `localhost`, IPv4 first. Fastify would open a second server at ::1 for it, without our headers
 * and sockets.
 */
async function listenAddress(host: string): Promise<string> {
  if (host !== 'localhost') return host;
  const addresses = await lookup(host, { all: true });
  return (addresses.find(({ family }) => family === 4) ?? addresses[0])?.address ?? host;
}

/** @param address - of a server that listens on TCP; the system may have chosen the port. */
function listeningUrl(host: string, address: AddressInfo | string | null): string {
  if (typeof address !== 'object' || address === null) throw new Error('The server does not listen on TCP.');
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}
