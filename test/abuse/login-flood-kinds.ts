/** Starts floods of logins: guesses at one name, unknown names, options of passkeys. */
import { postJson } from '../http/in-process-node.ts';
import { uniqueName } from '../support/client.ts';
import type { Flood, FloodTarget } from './flood.ts';
import { requestFlood } from './request-flood.ts';
import { floodAddress, from } from './rightful-users.ts';

const logIn = (url: string, username: string, address: string) =>
  postJson(url, '/api/login', { username, password: 'a wrong guess' }, from(address));

/** Forty guesses a second at the owner's name, from 100 addresses and the owner's own. */
export async function guessFlood({ url, owner }: FloodTarget): Promise<Flood> {
  return requestFlood(50, 2, (index) =>
    logIn(url, owner.username, index % 2 === 0 ? owner.address : `198.51.100.${(index >> 1) % 100}`),
  );
}

/** Sixty logins a second with unknown names from one /48 of IPv6, whose 1,000 networks share its limit. */
export async function unknownNameFlood({ url }: FloodTarget): Promise<Flood> {
  return requestFlood(50, 3, (index) => logIn(url, uniqueName('nobody'), `2001:db8:0:${index % 1_000}::1`));
}

/** A stranger asks for the options of a passkey login, 300 times in three seconds and then on. */
export async function passkeyFlood({ url }: FloodTarget): Promise<Flood> {
  return requestFlood(10, 1, () => postJson(url, '/api/login/passkey/options', '', from(floodAddress)));
}
