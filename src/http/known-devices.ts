/** Known devices: a long-lived cookie proves which accounts have signed in from a browser, so that strangers cannot lock their users out. */
import { createHmac, randomBytes } from 'node:crypto';
import { fastifyCookie, Signer } from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { cookiePath } from './session-cookies.ts';

const cookieName = 'device';
const hostCookieName = `__Host-${cookieName}`;

/** Browsers keep a cookie for 400 days at most. Each login starts anew. */
const lifeSeconds = 400 * 24 * 3_600;

/** Accounts that one cookie names, the latest first. */
const accountsMax = 5;

/** The content of the cookie. It holds no personal data: only the server can tell which account a tag belongs to. */
interface Device {
  id: string;
  accounts: string[];
}

export interface KnownDevices {
  /** The id of the device if this account has signed in from it; no other client has this id. */
  find(request: FastifyRequest, username: string): string | null;
  /** The account that signed in last, as a tag. */
  accountOf(request: FastifyRequest): string | null;
  /** Sets the cookie after a login. */
  remember(request: FastifyRequest, reply: FastifyReply, username: string): void;
}

declare module 'fastify' {
  interface FastifyInstance {
    devices: KnownDevices;
  }
}

/** @param secrets - the first signs, all verify: a device signed by a secret that was removed is unknown. */
export function registerKnownDevices(app: FastifyInstance, secrets: readonly string[]): void {
  app.decorate('devices', createKnownDevices(secrets));
}

export function createKnownDevices(secrets: readonly string[]): KnownDevices {
  const keys = secrets.map((secret) => mac(secret, 'key of known devices'));
  const signer = new Signer(keys);
  const tagOf = (key: string, username: string) => mac(key, `account ${username}`);

  function deviceOf({ headers, protocol }: FastifyRequest): Device | null {
    const signed = headers.cookie && fastifyCookie.parse(headers.cookie)[nameFor(protocol)];
    const { valid, value } = signer.unsign(signed || '');
    if (!valid || !value) return null;
    const [id = '', ...accounts] = value.split('~');
    return { id, accounts };
  }

  return {
    find(request, username) {
      const device = deviceOf(request);
      return device && keys.some((key) => device.accounts.includes(tagOf(key, username))) ? device.id : null;
    },
    accountOf: (request) => deviceOf(request)?.accounts[0] ?? null,
    remember(request, reply, username) {
      const { id, accounts } = deviceOf(request) ?? { id: randomBytes(16).toString('base64url'), accounts: [] };
      const tags = keys.map((key) => tagOf(key, username));
      const others = accounts.filter((tag) => !tags.includes(tag));
      const value = [id, tags[0], ...others].slice(0, 1 + accountsMax).join('~');
      const flags = { path: cookiePath, httpOnly: true, sameSite: 'lax', maxAge: lifeSeconds } as const;
      const secure = request.protocol === 'https';
      const line = fastifyCookie.serialize(nameFor(request.protocol), signer.sign(value), { ...flags, secure });
      reply.header('set-cookie', line);
    },
  };
}

const nameFor = (protocol: string) => (protocol === 'https' ? hostCookieName : cookieName);

const mac = (key: string, text: string) => createHmac('sha256', key).update(text).digest('base64url');
