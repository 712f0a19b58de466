/** The two Redis clients that the Socket.IO adapter gets: neither lets a failure reach the adapter. */

import type { Redis } from 'ioredis';
import { createCommandCork } from './command-cork.ts';

/** Every channel of the adapter starts with this and `#`. */
export const channelPrefix = 'duologue';

/** Bytes of the node tag that each frame starts with. */
export const tagBytes = 8;

/** The adapter publishes JSON objects only, since no push holds binary data. */
const braces = { open: '{'.charCodeAt(0), close: '}'.charCodeAt(0) };

type FrameListener = (channel: Buffer, frame: Buffer) => void;

/** The client that the adapter publishes with. */
export interface Publisher {
  spublish(channel: string, frame: string): Promise<number>;
}

/** The client that the adapter subscribes with. */
export interface Subscriber {
  on(event: 'smessageBuffer', listener: FrameListener): void;
  ssubscribe(channel: string): void;
  sunsubscribe(channel: string): void;
}

/**
 * The adapter delivers on its own node only after `spublish` settles. It therefore settles at once: local delivery waits
 * for no Redis, and a failed publish is reported instead of thrown.
 * @param tag - identifies the frames of this node.
 */
export function createPublisher(redis: Redis, tag: string, onLost: (error: Error) => void): Publisher {
  const cork = createCommandCork(redis);
  const settled = Promise.resolve(0);
  return {
    spublish(channel, frame) {
      cork();
      redis.spublish(channel, tag + frame).catch(onLost);
      return settled;
    },
  };
}

/** Unreadable frames are reported at most this often, in milliseconds: nodes of another version may send many. */
const reportEveryMs = 1_000;

export interface SubscriberReports {
  /** A subscription failed; ioredis subscribes again when it reconnects. */
  onTrouble(error: Error): void;
  /** A frame could not be read: it may have been a push. */
  onUnreadable(error: Error): void;
}

export function createSubscriber(redis: Redis, tag: string, reports: SubscriberReports): Subscriber {
  const cork = createCommandCork(redis);
  const ownTag = Buffer.from(tag);
  const ownChannels = Buffer.from(`${channelPrefix}#`);
  let reportedAt = Number.NEGATIVE_INFINITY;

  function receive(channel: Buffer, frame: Buffer, listener: FrameListener): void {
    if (!startsWith(channel, ownChannels) || startsWith(frame, ownTag)) return;
    if (frame[tagBytes] !== braces.open || frame.at(-1) !== braces.close)
      throw new Error('It is not a node tag followed by JSON.');
    listener(channel, frame.subarray(tagBytes));
  }

  function report(channel: Buffer, error: unknown): void {
    if (performance.now() - reportedAt < reportEveryMs) return;
    reportedAt = performance.now();
    const { message } = error as Error;
    reports.onUnreadable(new Error(`A frame on ${channel.toString('latin1', 0, 64)} is unreadable. ${message}`));
  }

  return {
    on(event, listener) {
      redis.on(event, (channel: Buffer, frame: Buffer) => {
        try {
          receive(channel, frame, listener);
        } catch (error) {
          report(channel, error);
        }
      });
    },
    ssubscribe(channel) {
      cork();
      redis.ssubscribe(channel).catch(reports.onTrouble);
    },
    sunsubscribe(channel) {
      cork();
      redis.sunsubscribe(channel).catch(reports.onTrouble);
    },
  };
}

/** Compares bytes, so that the node drops the echo of its own frame without parsing it. */
function startsWith(bytes: Buffer, start: Buffer): boolean {
  return bytes.length >= start.length && bytes.compare(start, 0, start.length, 0, start.length) === 0;
}
