/** Corks a Redis connection, so that the commands of one event-loop turn leave in one write. */
import type { Redis } from 'ioredis';

/**
 * Answers a function to call before each command that often comes with others. ioredis' own auto-pipelining leaves out
 * subscriptions, and costs a pipeline object for each turn.
 */
export function createCommandCork(redis: Redis): () => void {
  let isCorked = false;
  return () => {
    const { stream } = redis;
    if (isCorked || !stream) return;
    isCorked = true;
    stream.cork();
    setImmediate(() => {
      isCorked = false;
      stream.uncork();
    });
  };
}
