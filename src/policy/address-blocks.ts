/** Address blocks that rate limits count as one client: each IPv4 address, and each /64 of IPv6, which one customer gets. */
import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** The block of an address. IPv4 written as IPv6 is IPv4; a text that is no address is its own block. */
export function addressBlock(address: string): string {
  if (isIPv4(address) || !ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  const network = parsed.parts.slice(0, 4).map((part) => part.toString(16));
  return `${network.join(':')}::/64`;
}
