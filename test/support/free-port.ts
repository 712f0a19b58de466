/** Hands out free TCP ports of the loopback address, each one once, also across parallel test processes. */
import { createServer, type Server } from 'node:net';
import { oncePerProcess } from './once-per-process.ts';

/**
 * Below the range that Linux gives to outgoing connections (32768 and up). A server that stops and starts again finds
 * its port free.
 */
const lowest = 20_000;
const highest = 32_000;
const blockSize = 100;
const blockCount = (highest - lowest) / blockSize;

interface PortBlock {
  next: number;
  end: number;
}

const state = oncePerProcess('ports', (): { block?: Promise<PortBlock> } => ({}));

/** Takes the next port of this process's block; a full block is followed by another. */
export async function freePort(): Promise<number> {
  for (;;) {
    state.block ??= claimBlock();
    const current = state.block;
    const block = await current;
    const port = block.next;
    block.next += 1;
    if (port < block.end) {
      if (await isFree(port)) return port;
    } else if (state.block === current) delete state.block;
  }
}

/** Claims a block by its first port, which stays bound until the process ends, however it ends. */
async function claimBlock(): Promise<PortBlock> {
  const start = Math.floor(Math.random() * blockCount);
  for (let offset = 0; offset < blockCount; offset += 1) {
    const first = lowest + ((start + offset) % blockCount) * blockSize;
    if (await claimPort(first)) return { next: first + 1, end: first + blockSize };
  }
  throw new Error(`Every block of ports between ${lowest} and ${highest} is in use.`);
}

/** Binds the port until the process ends; answers false when another process has it. */
export async function claimPort(port: number): Promise<boolean> {
  const server = await listenOn(port);
  server?.unref();
  return server !== null;
}

async function isFree(port: number): Promise<boolean> {
  const server = await listenOn(port);
  if (!server) return false;
  await new Promise((resolve) => server.close(resolve));
  return true;
}

function listenOn(port: number): Promise<Server | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
