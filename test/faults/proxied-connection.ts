/** One connection through the fault proxy: two streams that can be delayed, throttled, paused, discarded or reset. */
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
    const onBytesDown = (chunk: Buffer) => this.#count(chunk.length);
    const onBytesUp = (chunk: Buffer) => {
      const device = deviceIn(chunk);
      if (device) onDevice(device);
      onBytesDown(chunk);
    };
    this.#streams = {
      up: new ProxiedStream(client, server, onBytesUp),
      down: new ProxiedStream(server, client, onBytesDown),
    };
    for (const socket of [client, server]) {
      socket.on('error', () => this.#broken());
      socket.on('close', () => this.#closed());
    }
  }

  set(mode: LinkMode): void {
    // Discarded bytes are lost for good: the connection cannot continue.
    if (this.#streams.up.hasSwallowed || this.#streams.down.hasSwallowed) {
      this.reset();
      return;
    }
    this.#mode = mode;
    if (mode.kind === 'reset' || mode.kind === 'refuse') {
      this.reset();
      return;
    }
    this.#bytesLeft = mode.kind === 'resetAfter' ? mode.bytes : Number.POSITIVE_INFINITY;
    this.#streams.up.set(streamMode(mode, 'up'));
    this.#streams.down.set(streamMode(mode, 'down'));
    if (!this.#isSilent && (this.#client.destroyed || this.#server.destroyed)) this.#destroy();
  }

  reset(): void {
    for (const socket of [this.#client, this.#server]) {
      // Node 20 cannot reset a socket that is ending, and an attempt keeps the process from ever exiting.
      if (socket.writableEnded) socket.destroy();
      else if (!socket.destroyed) socket.resetAndDestroy();
    }
    this.#closed();
  }

  /** In these modes neither side learns that the other one has closed. */
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

/** The `x-device` header of a handshake. */
function deviceIn(chunk: Buffer): string | undefined {
  if (chunk.length < 12 || chunk.toString('latin1', 0, 12) !== 'GET /socket.') return undefined;
  return /\r\nx-device: ([^\r]+)/i.exec(chunk.toString('latin1'))?.[1];
}
