/** The hosts that this server answers to. A foreign name that an attacker points at this server (DNS rebinding) is none. */
import { isIP } from 'node:net';
import { hostname } from 'node:os';

export interface OwnHosts {
  /** Whether a `Host` header names this server. A request without one comes from no browser. */
  isOwn(host: string | undefined): boolean;
  /** Whether it is an IP address, `localhost` or a name of this machine. */
  isLocal(host: string | undefined): boolean;
}

const form = /^([a-z0-9_.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i;

/**
 * @param machineNames - the names of this machine
 * @param origins - the public origins
 */
export function createOwnHosts(machineNames: readonly string[], origins: readonly string[]): OwnHosts {
  const local = new Set(machineNames.flatMap((name) => nameOf(name) ?? []));
  const publicNames = new Set(origins.map((origin) => new URL(origin).hostname));

  function isLocal(host: string | undefined): boolean {
    if (host === undefined) return true;
    const name = nameOf(host);
    return name !== null && (isAddress(name) || name === 'localhost' || name.endsWith('.localhost') || local.has(name));
  }

  return { isLocal, isOwn: (host) => isLocal(host) || publicNames.has(nameOf(host as string) ?? '') };
}

const isAddress = (name: string) => isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0;

/** The name of a `Host` header, in lower case and without its port; null for an invalid one. */
function nameOf(host: string): string | null {
  if (!form.test(host) || !URL.canParse(`http://${host}`)) return null;
  return new URL(`http://${host}`).hostname.replace(/\.$/, '');
}

/**
 * The names under which others on the network reach this machine.
 * @param listensOn - the address or name that the node listens on
 */
export function machineNames(listensOn: string): string[] {
  const name = hostname();
  const [label] = name.split('.');
  return [listensOn, name, `${label}`, `${label}.local`];
}
