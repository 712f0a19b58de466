/** Measures how floods delay acknowledgements of other users, on one node with rate limits. */
import { register } from '../support/client.ts';
import { startServer } from '../support/server-process.ts';
import {
  acknowledgements,
  connectStorm,
  eventFlood,
  type Flood,
  manySockets,
  percentile,
  slowRequests,
} from './flood-kinds.ts';

const kinds: Record<string, (url: string) => Promise<Flood>> = {
  'events as fast as one user can': eventFlood,
  '200 handshakes of strangers a second': connectStorm,
  '500 slow requests': (url) => slowRequests(url, 500),
  '100 sockets of one user': (url) => manySockets(url, 100),
};

/** Returns table rows: the flood, its amount, p99 without and with it, and their ratio. */
export async function measureFloods(messages = 300): Promise<string[]> {
  const lines: string[] = [];
  for (const [what, start] of Object.entries(kinds)) {
    const server = await startServer({ env: { RATE_LIMITS: 'on' } });
    const [ann, ben] = await Promise.all([register(server.url), register(server.url)]);
    const device = await ann.connect();
    // One message per 110 ms stays below the rate limit.
    const p99 = async () => percentile(await acknowledgements(device, ben, messages, 110), 0.99);
    await acknowledgements(device, ben, 20, 110);
    const quiet = await p99();
    const flood = await start(server.url);
    const flooded = await p99();
    await flood.stop();
    lines.push(
      `| ${what} | ${flood.amount} | ${quiet.toFixed(1)} ms | ${flooded.toFixed(1)} ms | ${(flooded / quiet).toFixed(1)} |`,
    );
    device.close();
    await server.dispose();
  }
  return lines;
}
