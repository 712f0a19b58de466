/** Address blocks that rate limits count as one client: each IPv4 address, and each /64 of IPv6, which one customer gets. */
import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** The wider block, as one site gets it: a /48 of IPv6, and each IPv4 address. */
export function siteBlock(address: string): string {
  const block = addressBlock(address);
  return siteOfBlock(block) ?? block;
}

/** The block of an address. IPv4 written as IPv6 is IPv4; a text that is no address is its own block. */
export function addressBlock(address: string): string {
  if (isIPv4(address) || !ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6 ? networkOf(parsed) : parsed.toString();
}

/** The /48 around a block of `addressBlock`; null for IPv4. */
export function siteOfBlock(block: string): string | null {
  return block.endsWith('/64') ? `${block.split(':').slice(0, 3).join(':')}::/48` : null;
}

/** The address as people know it: IPv4 without the prefix under which a node that listens on IPv6 sees it. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

function networkOf({ parts }: ipaddr.IPv6): string {
  const network = parts.slice(0, 4).map((part) => part.toString(16));
  return `${network.join(':')}::/64`;
}
