/** Notices when pushes from other nodes may have been lost: the subscription broke, or hears nothing though it looks alive. */
import { randomUUID } from 'node:crypto';
import type { RedisConnections } from './redis.ts';

const beatMs = 2_000;

/** Silence after which the connection is made anew, in milliseconds: a half-open one never says that it broke. */
const silenceMs = 6_000;

/** @param restored - called each time the subscription is back after it had been lost. */
export function watchBus({ commands, subscriptions }: RedisConnections, restored: () => void): { close(): void } {
  const channel = `duologue:beat:${randomUUID()}`;
  let heardAt = performance.now();
  subscriptions.on('smessage', (from: string) => {
    if (from === channel) heardAt = performance.now();
  });
  subscriptions.ssubscribe(channel).catch(() => {});
  subscriptions.on('ready', () => {
    heardAt = performance.now();
    restored();
  });

  const timer = setInterval(() => {
    if (performance.now() - heardAt > silenceMs && subscriptions.status === 'ready') subscriptions.disconnect(true);
    commands.spublish(channel, '').catch(() => {});
  }, beatMs);
  return { close: () => clearInterval(timer) };
}
