/** Creates the Socket.IO adapter that carries pushes between nodes. */
import { randomBytes } from 'node:crypto';
import { createShardedAdapter } from '@socket.io/redis-adapter';
import {
  channelPrefix,
  createPublisher,
  createSubscriber,
  type SubscriberReports,
  tagBytes,
} from './adapter-clients.ts';
import type { RedisConnections } from './redis.ts';

export type SocketAdapter = ReturnType<typeof createShardedAdapter>;

export interface AdapterReports extends SubscriberReports {
  /** A publish of this node did not reach Redis. */
  onLost(error: Error): void;
}

export function createSocketAdapter(
  { pushes, subscriptions }: RedisConnections,
  reports: AdapterReports,
): SocketAdapter {
  const tag = randomBytes((tagBytes * 3) / 4).toString('base64url');
  const publisher = createPublisher(pushes, tag, reports.onLost);
  const subscriber = createSubscriber(subscriptions, tag, reports);
  // Dynamic: Redis sends the frames of a room only to the nodes that have a socket in the room.
  return createShardedAdapter(publisher, subscriber, { channelPrefix, subscriptionMode: 'dynamic' });
}
