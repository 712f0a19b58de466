/** Decides which endpoints the server may reach: public https addresses, or the hosts that the operator lists. */
import { createECDH } from 'node:crypto';
import { type LookupAddress, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

export interface EndpointRules {
  /** Null for a good one. */
  faultOf(endpoint: string): string | null;
  /** Resolves the name at the moment of the connection, and refuses addresses that are not allowed. */
  lookup: LookupFunction;
}

/** @param allowed - hosts, with a port unless it is 443; when there are any, only these are reached, at whatever address. */
export function createEndpointRules(allowed: readonly string[]): EndpointRules {
  if (allowed.length > 0) {
    const hosts = new Set(allowed);
    return {
      faultOf: (endpoint) => (hosts.has(hostOf(endpoint) ?? '') ? null : 'is not a push service that this server uses'),
      lookup: lookup as LookupFunction,
    };
  }
  return {
    faultOf(endpoint) {
      const host = hostOf(endpoint);
      if (host === null) return 'must be an https address without a name and a password';
      const { hostname, port } = new URL(endpoint);
      if (port !== '') return 'must be at the port of https';
      const address = hostname.replace(/^\[|\]$/g, '');
      return isIP(address) !== 0 && !isPublic(address) ? 'must be a public address' : null;
    },
    lookup: publicLookup,
  };
}

/** Null unless it is https without a user. */
function hostOf(endpoint: string): string | null {
  if (!URL.canParse(endpoint)) return null;
  const { protocol, username, password, host } = new URL(endpoint);
  return protocol === 'https:' && username === '' && password === '' ? host : null;
}

/** Neither loopback, nor private, nor link-local, nor reserved, nor IPv4 in another guise. */
export function isPublic(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
    if (error) return callback(error, '', 0);
    const refused = found.length === 0 || found.some(({ address }) => !isPublic(address));
    if (refused) return callback(new Error('The endpoint has an address that is not public.'), '', 0);
    if (options.all) return callback(null, found);
    callback(null, found[0]?.address ?? '', found[0]?.family ?? 4);
  });
};

/** Whether this is a point of the curve P-256: encryption with anything else fails. */
export function isPublicKey(p256dh: string): boolean {
  try {
    const own = createECDH('prime256v1');
    own.generateKeys();
    return own.computeSecret(Buffer.from(p256dh, 'base64url')).length > 0;
  } catch {
    return false;
  }
}
