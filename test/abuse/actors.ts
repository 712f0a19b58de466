/** Those who may stand before a door: two who talk to each other, and everybody else. */
import { randomUUID } from 'node:crypto';
import type { Socket } from 'socket.io-client';
import { everything } from '../realtime/sockets.ts';
import { expectStatus, logIn, Person, register, uniqueName } from '../support/client.ts';
import type { Device } from '../support/device.ts';

export const actors = ['signedOut', 'revoked', 'stranger', 'blocked', 'peer', 'owner'] as const;
export type Actor = (typeof actors)[number];

/** What nobody but the two may learn of. */
export interface Secrets {
  body: string;
  channelId: string;
}

export interface Scene {
  people: Record<Actor, Person>;
  /** Sockets opened before the session of `revoked` ended; nobody has none. */
  devices: Partial<Record<Actor, Device>>;
  secrets: Secrets;
  /** What the two were pushed so far. */
  pushes: { name: string; payload: unknown }[];
  leave(): void;
}

const passwordOf = (actor: string) => `the pass phrase of ${actor}`;

/**
 * Owner and peer talk; the stranger has nothing to do with them; the owner has blocked somebody they talked to;
 * `revoked` is the owner, on a device that has been logged out.
 */
export async function setScene(url: string, { canBlock }: { canBlock: boolean }): Promise<Scene> {
  const enter = (actor: string) => register(url, { username: uniqueName(actor), password: passwordOf(actor) });
  const [owner, peer, stranger, blocked] = (await Promise.all(['owner', 'peer', 'stranger', 'blocked'].map(enter))) as [
    Person,
    Person,
    Person,
    Person,
  ];
  const revoked = await logIn(url, owner);
  const people = { owner, peer, stranger, blocked, revoked, signedOut: new Person(url, owner) };
  const names = ['owner', 'peer', 'stranger', 'blocked', 'revoked'] as const;
  const sockets = await Promise.all(names.map((name) => people[name].connect()));
  const devices: Scene['devices'] = Object.fromEntries(names.map((name, index) => [name, sockets[index]]));
  const body = `secret ${randomUUID()}`;
  const { message } = await (devices.owner as Device).ask('chatMessage', {
    to: peer.username,
    clientId: randomUUID(),
    body,
  });
  await (devices.blocked as Device).ask('chatMessage', { to: owner.username, clientId: randomUUID(), body: 'before' });
  if (canBlock) expectStatus(await owner.fetch(`/api/blocks/${blocked.username}`, { method: 'PUT' }), 204);
  const { cookie } = revoked;
  expectStatus(await revoked.logOut(), 204);
  revoked.cookie = cookie;
  const pushes = [everything(devices.owner as Device), everything(devices.peer as Device)];
  return {
    people,
    devices,
    secrets: { body, channelId: message.channelId },
    get pushes() {
      return pushes.flat();
    },
    leave: () => {
      for (const socket of sockets as (Socket | Device)[]) socket.close();
    },
  };
}
