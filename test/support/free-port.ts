/** A TCP port of the loopback address that nobody listens on. */
import { createServer } from 'node:net';

/**
 * Below the range from which Linux gives ports to outgoing connections (32768 and up): a server that is stopped and
 * started again finds its port free.
 */
const lowest = 20_000;
const highest = 32_000;
const givenOut = new Set<number>();

export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    if (givenOut.has(port) || !(await isFree(port))) continue;
    givenOut.add(port);
    return port;
  }
  throw new Error(`No free port found between ${lowest} and ${highest}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
