/** How floods change the answers others get: acknowledgements before and meanwhile, in one run on one node with its limits on. */
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
  'strangers knocking, 200 a second': connectStorm,
  '500 slow requests': (url) => slowRequests(url, 500),
  '100 sockets of one user': (url) => manySockets(url, 100),
};

/** Lines of a table: the flood, how much of it, p99 quiet, p99 meanwhile, their ratio. */
export async function measureFloods(messages = 300): Promise<string[]> {
  const lines: string[] = [];
  for (const [what, start] of Object.entries(kinds)) {
    const server = await startServer({ env: { RATE_LIMITS: 'on' } });
    const [ann, ben] = await Promise.all([register(server.url), register(server.url)]);
    const device = await ann.connect();
    // Below the limit of messages.
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
