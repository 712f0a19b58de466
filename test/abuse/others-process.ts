/** A process of users who write to each other, so that the flood's own work does not delay what they measure. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectDevice } from '../support/device.ts';
import { floods } from './flood-list.ts';
import type { Others, OthersSample, Outcomes } from './others.ts';

/** One message of each user per 110 ms stays below the rate limit. */
const messagesEveryMs = 110;
/** Forty-seven in a measurement stay below the limit of a known device. */
const requestsEveryMs = 600;

/** Acts at fixed times, also while earlier acts wait: a pause of the node delays each act that falls into it. */
async function outcomes(acts: (() => Promise<unknown>)[], everyMs: number, seconds: number): Promise<Outcomes> {
  const found: Outcomes = { times: [], refused: 0 };
  const measured = async (act: () => Promise<unknown>) => {
    const startedAt = performance.now();
    await act().catch(() => (found.refused += 1));
    found.times.push(performance.now() - startedAt);
  };
  const open: Promise<void>[] = [];
  for (const end = performance.now() + 1_000 * seconds; acts.length > 0 && performance.now() < end; ) {
    for (const act of acts) {
      open.push(measured(act));
      await sleep(everyMs / acts.length);
    }
  }
  await Promise.all(open);
  return found;
}

process.once('message', async ({ what, target, users }: Others) => {
  const devices = await Promise.all(users.map(({ cookie }) => connectDevice(target.url, cookie)));
  const sends = devices.map((device, index) => {
    const to = users[(index + 1) % users.length]?.username ?? '';
    return () => device.ask('chatMessage', { to, clientId: randomUUID(), body: 'calm' });
  });
  const request = floods[what]?.others;
  const requests = request ? [() => request(target)] : [];
  process.on('message', async ({ seconds }: { seconds: number }) => {
    const [messages, others] = await Promise.all([
      outcomes(sends, messagesEveryMs, seconds),
      outcomes(requests, requestsEveryMs, seconds),
    ]);
    process.send?.({ messages, requests: others } satisfies OthersSample);
  });
  process.send?.('ready');
});
process.on('disconnect', () => process.exit(0));
