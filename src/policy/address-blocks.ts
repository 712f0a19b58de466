/** Which addresses are one client to every count: each of IPv4, and a whole /64 of IPv6, which one customer is given. */
import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** The block an address stands for; IPv4 written as IPv6 is IPv4. What is no address stands for itself. */
export function addressBlock(address: string): string {
  if (isIPv4(address) || !ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  const network = parsed.parts.slice(0, 4).map((part) => part.toString(16));
  return `${network.join(':')}::/64`;
}
