/** Chooses the address to listen on, and names it as a URL. */
import { lookup } from 'node:dns/promises';
import type { AddressInfo } from 'node:net';

/**
 * Chooses one address of `localhost`, IPv4 first. Fastify would open a second server at ::1 for it, without our headers
 * and sockets.
 */
export async function listenAddress(host: string): Promise<string> {
  if (host !== 'localhost') return host;
  const addresses = await lookup(host, { all: true });
  return (addresses.find(({ family }) => family === 4) ?? addresses[0])?.address ?? host;
}

/** @param address - of a server that listens on TCP; the system may have chosen the port. */
export function listeningUrl(host: string, address: AddressInfo | string | null): string {
  if (typeof address !== 'object' || address === null) throw new Error('The server does not listen on TCP.');
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}
