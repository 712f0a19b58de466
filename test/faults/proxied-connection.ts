/** One connection through the fault proxy: a stream each way, each of which can be slowed, swallowed, held or cut. */
import type { Socket } from 'node:net';
import type { LinkMode } from './fault-proxy.ts';
import { ProxiedStream } from './proxied-stream.ts';

export type Direction = 'up' | 'down';

interface Listeners {
  onClosed(): void;
  onDevice(device: string): void;
}

export class ProxiedConnection {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #streams: Record<Direction, ProxiedStream>;
  readonly #onClosed: () => void;
  #mode: LinkMode = { kind: 'pass' };
  #bytesLeft = Number.POSITIVE_INFINITY;

  constructor(client: Socket, server: Socket, { onClosed, onDevice }: Listeners) {
    this.#client = client;
    this.#server = server;
    this.#onClosed = onClosed;
    const passed = (chunk: Buffer) => this.#count(chunk.length);
    const noticed = (chunk: Buffer) => {
      const device = deviceIn(chunk);
      if (device) onDevice(device);
      passed(chunk);
    };
    this.#streams = {
      up: new ProxiedStream(client, server, noticed),
      down: new ProxiedStream(server, client, passed),
    };
    for (const socket of [client, server]) {
      socket.on('error', () => this.#broken());
      socket.on('close', () => this.#closed());
    }
  }

  set(mode: LinkMode): void {
    // Bytes are gone for good: the stream cannot go on as if nothing had happened.
    if (this.#streams.up.hasSwallowed || this.#streams.down.hasSwallowed) {
      this.reset();
      return;
    }
    this.#mode = mode;
    if (mode.kind === 'reset' || mode.kind === 'refuse') {
      this.reset();
      return;
    }
    this.#bytesLeft = mode.kind === 'cutAfter' ? mode.bytes : Number.POSITIVE_INFINITY;
    this.#streams.up.set(streamMode(mode, 'up'));
    this.#streams.down.set(streamMode(mode, 'down'));
    if (!this.#isSilent && (this.#client.destroyed || this.#server.destroyed)) this.#destroy();
  }

  reset(): void {
    for (const socket of [this.#client, this.#server]) {
      // While a socket says its goodbye, Node 20 can neither reset it nor, afterwards, ever end the process.
      if (socket.writableEnded) socket.destroy();
      else if (!socket.destroyed) socket.resetAndDestroy();
    }
    this.#closed();
  }

  /** A silent network tells nobody that the other side is gone. */
  get #isSilent(): boolean {
    return ['blackhole', 'halfOpen', 'oneWay'].includes(this.#mode.kind);
  }

  #count(bytes: number): void {
    this.#bytesLeft -= bytes;
    if (this.#bytesLeft < 0) this.reset();
  }

  #broken(): void {
    if (!this.#isSilent) this.reset();
  }

  #closed(): void {
    if (this.#client.destroyed && this.#server.destroyed) this.#onClosed();
    else if (!this.#isSilent) this.#destroy();
  }

  #destroy(): void {
    this.#streams.up.flush();
    this.#streams.down.flush();
    this.#client.destroySoon();
    this.#server.destroySoon();
  }
}

function streamMode(mode: LinkMode, direction: Direction): LinkMode {
  if (mode.kind !== 'oneWay') return mode;
  return mode.lost === direction ? { kind: 'blackhole' } : { kind: 'pass' };
}

/** The name a test device gives itself in its handshake. */
function deviceIn(chunk: Buffer): string | undefined {
  if (chunk.length < 12 || chunk.toString('latin1', 0, 12) !== 'GET /socket.') return undefined;
  return /\r\nx-device: ([^\r]+)/i.exec(chunk.toString('latin1'))?.[1];
}
