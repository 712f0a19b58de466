/** Starts floods of strangers that the server must refuse at no cost to others: other websites, other hosts, silence. */
import { postJson } from '../http/in-process-node.ts';
import { uniqueName } from '../support/client.ts';
import { type Flood, type FloodTarget, lasting } from './flood.ts';
import { requestFlood } from './request-flood.ts';
import { floodAddress, from } from './rightful-users.ts';
import { WireClient } from './wire-client.ts';

/** Another website makes browsers post 3,000 times in 15 seconds. */
export async function crossSiteFlood({ url }: FloodTarget): Promise<Flood> {
  const headers = { ...from(floodAddress), origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  return requestFlood(10, 2, () => postJson(url, '/api/login', { username: 'anybody', password: 'x' }, headers));
}

/** A website whose own name points at the server registers accounts. */
export async function foreignHostFlood({ url }: FloodTarget): Promise<Flood> {
  const headers = { ...from(floodAddress), host: 'evil.example', origin: 'http://evil.example' };
  return requestFlood(10, 2, () =>
    postJson(url, '/api/register', { username: uniqueName(), password: 'a long enough password' }, headers),
  );
}

/** Keeps 600 WebSockets open that say nothing, 100 more than one address may. */
export async function silentFlood({ url }: FloodTarget): Promise<Flood> {
  let opened = 0;
  const open = () => {
    opened += 1;
    return WireClient.upgrade(url, { headers: from(floodAddress) });
  };
  const { stop } = await lasting(600, open, () => {});
  return {
    get amount() {
      return opened;
    },
    stop,
  };
}
