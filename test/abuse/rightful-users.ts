/** Users beside a flood, whose rightful requests must not be refused. */
import { expectStatus, goodPassword, register, TestUser, uniqueName } from '../support/client.ts';
import { connectDevice } from '../support/device.ts';
import type { FloodTarget } from './flood.ts';

/** A user with the cookie of a known device. The node must trust 127.0.0.1 as a proxy, so that each can have an address. */
export interface RightfulUser {
  username: string;
  password: string;
  address: string;
  device: string;
}

/** The address of most floods. */
export const floodAddress = '203.0.113.66';
const otherAddress = '198.51.100.250';
const ownerAddress = '203.0.113.7';

export const from = (address: string, cookie = '') => ({ 'x-forwarded-for': address, ...(cookie ? { cookie } : {}) });

let registered = 0;

/** Each user registers at another address: one address has 100 registrations an hour. */
export function registerElsewhere(url: string): Promise<TestUser> {
  registered += 1;
  return register(url, { address: `10.0.${registered >> 8}.${registered & 255}` });
}

export async function registerOwner(url: string): Promise<RightfulUser> {
  const user = new TestUser(url, { username: uniqueName('owner'), password: goodPassword });
  const { username, password } = user;
  const headers = from(ownerAddress);
  const answer = await user.fetch('/api/register', { method: 'POST', body: { username, password }, headers });
  expectStatus(answer, 201);
  const line = answer.headers.getSetCookie().find((cookie) => cookie.startsWith('device='));
  return { username, password, address: ownerAddress, device: line?.split(';', 1)[0] ?? '' };
}

/** Logs the owner in and returns the session's cookie. @throws Error when the login is refused */
async function logIn({ url, owner }: FloodTarget, headers: Record<string, string>): Promise<string> {
  const { username, password } = owner;
  const device = new TestUser(url, { username, password });
  expectStatus(await device.fetch('/api/login', { method: 'POST', body: { username, password }, headers }), 200);
  return device.cookie;
}

/** The owner logs in from a known device. */
export async function ownerLogsIn(target: FloodTarget): Promise<void> {
  const { address, device } = target.owner;
  await logIn(target, from(address, device));
}

/** A user logs in with a new device from an address that takes no part. */
export async function otherLogsIn(target: FloodTarget): Promise<void> {
  await logIn(target, from(otherAddress));
}

/** A user at the address of the flood logs in with a new device and opens a socket. */
export async function neighbourConnects(target: FloodTarget): Promise<void> {
  const cookie = await logIn(target, from(floodAddress));
  const device = await connectDevice(target.url, cookie, from(floodAddress));
  device.close();
}
