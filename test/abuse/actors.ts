/** Creates the actors of the access tests: two users with a conversation, and outsiders. */
import { randomUUID } from 'node:crypto';
import type { Socket } from 'socket.io-client';
import { everything } from '../realtime/sockets.ts';
import { expectStatus, logIn, register, TestUser, uniqueName } from '../support/client.ts';
import type { Device } from '../support/device.ts';

export const actors = ['signedOut', 'revoked', 'stranger', 'blocked', 'peer', 'owner'] as const;
export type Actor = (typeof actors)[number];

/** Values that only owner and peer may learn. */
export interface Secrets {
  body: string;
  channelId: string;
}

export interface Scene {
  users: Record<Actor, TestUser>;
  /** Sockets, opened before the session of `revoked` ended; `signedOut` has none. */
  devices: Partial<Record<Actor, Device>>;
  secrets: Secrets;
  /** Pushes that owner and peer have received so far. */
  pushes: { name: string; payload: unknown }[];
  close(): void;
}

const passwordOf = (actor: string) => `the pass phrase of ${actor}`;

/**
 * Owner and peer have a conversation, and the stranger has none with them. The owner has blocked a former peer.
 * `revoked` is the owner on a device that has been logged out.
 */
export async function setScene(url: string, { canBlock }: { canBlock: boolean }): Promise<Scene> {
  const registerActor = (actor: string) => register(url, { username: uniqueName(actor), password: passwordOf(actor) });
  const [owner, peer, stranger, blocked] = (await Promise.all(
    ['owner', 'peer', 'stranger', 'blocked'].map(registerActor),
  )) as [TestUser, TestUser, TestUser, TestUser];
  const revoked = await logIn(url, owner);
  const users = { owner, peer, stranger, blocked, revoked, signedOut: new TestUser(url, owner) };
  const names = ['owner', 'peer', 'stranger', 'blocked', 'revoked'] as const;
  const sockets = await Promise.all(names.map((name) => users[name].connect()));
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
    users: users,
    devices,
    secrets: { body, channelId: message.channelId },
    get pushes() {
      return pushes.flat();
    },
    close: () => {
      for (const socket of sockets as (Socket | Device)[]) socket.close();
    },
  };
}
