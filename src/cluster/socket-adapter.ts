/** Carries pushes between nodes: Socket.IO's sharded Redis adapter, guarded so that no trouble on the bus ends a process. */
import { createShardedAdapter } from '@socket.io/redis-adapter';
import type { Redis } from 'ioredis';
import type { RedisConnections } from './redis.ts';

/** What Socket.IO calls with `new` for each namespace. */
export type AdapterConstructor = new (namespace: unknown) => object;

/** What another node sends; `data` has these only where it is a push to rooms. */
interface Broadcast {
  data?: { opts?: { rooms: string[] }; packet?: { data?: [event: string, payload?: unknown] } };
}

/** Pushes to a room on all nodes but this one; `except` is a socket that is left out there, too. */
export type PushElsewhere = (room: string, event: string, payload: unknown, except?: string) => void;

export interface SocketAdapter {
  /** Given to Socket.IO, which makes one of each namespace; there is but one. */
  Adapter: AdapterConstructor;
  pushElsewhere: PushElsewhere;
}

/** The types of Socket.IO's frames that are made here. */
const broadcastType = 3;
const eventType = 2;

/** The methods everything passes through, which the library's types do not show. */
interface Passages {
  /** The adapter's own id, in every frame it publishes. */
  uid: string;
  shouldUseASeparateNamespace(room: string): boolean;
  doPublish(message: unknown): Promise<string>;
  onMessage(message: Broadcast): void;
  onRawMessage(message: Buffer, channel: Buffer): void;
}

export interface AdapterOptions {
  /** Told of every failure, for the log. */
  onTrouble(error: Error): void;
  /** Told of each push that did not reach the bus. */
  onLost(): void;
  /** Rooms that nothing is pushed to: what closes them goes to all nodes, so they need no subscription of their own. */
  isSilent(room: string): boolean;
  /** Told of each push of another node to a room. */
  onHeard(room: string, event: string, payload: unknown): void;
}

export function createSocketAdapter(
  redis: RedisConnections,
  { onTrouble, onLost, isSilent, onHeard }: AdapterOptions,
): SocketAdapter {
  let made: Passages;
  const sharded = createShardedAdapter(redis.pushes, quiet(redis.subscriptions, onTrouble), {
    channelPrefix: 'duologue',
    // A room's messages go only to the nodes that have somebody in it.
    subscriptionMode: 'dynamic',
  });

  // Not an arrow: Socket.IO calls it with `new`.
  function GuardedAdapter(namespace: unknown) {
    const adapter = sharded(namespace) as unknown as Passages;
    made = adapter;
    const publish = adapter.doPublish.bind(adapter);
    const receive = adapter.onRawMessage.bind(adapter);
    const deliver = adapter.onMessage.bind(adapter);
    const isHeard = adapter.shouldUseASeparateNamespace.bind(adapter);
    adapter.shouldUseASeparateNamespace = (room) => isHeard(room) && !isSilent(room);
    // The adapter delivers on its own node only after this settles: it waits for no Redis, and no failure keeps it from it.
    adapter.doPublish = async (message) => {
      publish(message).catch((error) => {
        onLost();
        onTrouble(error);
      });
      return '';
    };
    adapter.onMessage = (message) => {
      deliver(message);
      const { opts, packet } = message.data ?? {};
      const [event, payload] = packet?.data ?? [];
      if (opts && event) for (const room of opts.rooms) onHeard(room, event, payload);
    };
    const echo = Buffer.from(`"uid":"${adapter.uid}","nsp":"/"}`);
    adapter.onRawMessage = (message, channel) => {
      try {
        // Our own frame, come back: the adapter would parse it all to find that out.
        if (message.subarray(-echo.length).equals(echo)) return;
        receive(message, channel);
      } catch (error) {
        onTrouble(error as Error);
      }
    };
    return adapter;
  }

  // What the adapter's own broadcast publishes: that one would encode and write here as well.
  function pushElsewhere(room: string, event: string, payload: unknown, except?: string): void {
    const packet = { type: eventType, data: [event, payload], nsp: '/' };
    const opts = { rooms: [room], except: except === undefined ? [] : [except], flags: {} };
    void made.doPublish({ type: broadcastType, data: { packet, opts }, uid: made.uid, nsp: '/' });
  }

  return { Adapter: GuardedAdapter as unknown as AdapterConstructor, pushElsewhere };
}

/** The adapter catches no failure of its subscriptions; ioredis makes them again when it reconnects. */
function quiet(redis: Redis, onTrouble: (error: Error) => void): Redis {
  for (const name of ['ssubscribe', 'sunsubscribe'] as const) {
    const call = redis[name].bind(redis) as (...args: unknown[]) => Promise<unknown>;
    Object.assign(redis, { [name]: (...args: unknown[]) => call(...args).catch(onTrouble) });
  }
  return redis;
}
