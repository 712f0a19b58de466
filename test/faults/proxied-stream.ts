/** Forwards one direction of a proxied connection: at once, delayed, throttled or not at all, and in order. */
import type { Socket } from 'node:net';
import type { LinkMode } from './fault-proxy.ts';

interface Held {
  chunk: Buffer;
  due: number;
}

const tickMs = 20;
/** With more waiting bytes the source is paused, as by a full send buffer. */
const heldMax = 256 * 1024;

export class ProxiedStream {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #onChunk: (chunk: Buffer) => void;
  #mode: LinkMode = { kind: 'pass' };
  #held: Held[] = [];
  #heldBytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #ended = false;
  hasSwallowed = false;

  constructor(from: Socket, to: Socket, onChunk: (chunk: Buffer) => void) {
    this.#from = from;
    this.#to = to;
    this.#onChunk = onChunk;
    from.on('data', (chunk: Buffer) => this.#take(chunk));
    from.on('end', () => this.#end());
    from.on('close', () => clearTimeout(this.#timer));
    to.on('drain', () => this.#resume());
  }

  set(mode: LinkMode): void {
    this.#mode = mode;
    clearTimeout(this.#timer);
    if (mode.kind === 'halfOpen') this.#from.pause();
    else {
      if (mode.kind !== 'delay' && mode.kind !== 'throttle') this.flush();
      this.#resume();
      this.#schedule();
    }
  }

  /** Forwards all waiting bytes. */
  flush(): void {
    for (const { chunk } of this.#held.splice(0)) this.#write(chunk);
    this.#heldBytes = 0;
    if (this.#ended && this.#to.writable) this.#to.end();
  }

  #take(chunk: Buffer): void {
    if (this.#mode.kind === 'blackhole') {
      this.hasSwallowed = true;
      return;
    }
    this.#onChunk(chunk);
    if (this.#mode.kind !== 'delay' && this.#mode.kind !== 'throttle') {
      this.#write(chunk);
      return;
    }
    const last = this.#held.at(-1)?.due ?? 0;
    this.#held.push({ chunk, due: Math.max(last, performance.now() + this.#latency()) });
    this.#heldBytes += chunk.length;
    if (this.#heldBytes > heldMax) this.#from.pause();
    this.#schedule();
  }

  #latency(): number {
    if (this.#mode.kind !== 'delay') return 0;
    return Math.max(0, this.#mode.ms + (Math.random() * 2 - 1) * (this.#mode.jitterMs ?? 0));
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const [first] = this.#held;
    if (!first) return;
    const wait = this.#mode.kind === 'throttle' ? tickMs : first.due - performance.now();
    this.#timer = setTimeout(() => this.#release(), Math.max(0, wait));
  }

  #release(): void {
    let budget = this.#mode.kind === 'throttle' ? Math.max(1, (this.#mode.bytesPerSecond * tickMs) / 1_000) : Infinity;
    const at = performance.now();
    for (let first = this.#held[0]; first && budget > 0 && first.due <= at; first = this.#held[0]) {
      const part = first.chunk.subarray(0, Math.ceil(budget));
      budget -= part.length;
      this.#heldBytes -= part.length;
      this.#write(part);
      if (part.length === first.chunk.length) this.#held.shift();
      else first.chunk = first.chunk.subarray(part.length);
    }
    if (this.#held.length === 0 && this.#ended) this.flush();
    if (this.#heldBytes <= heldMax) this.#resume();
    this.#schedule();
  }

  #write(chunk: Buffer): void {
    if (this.#to.writable && !this.#to.write(chunk)) this.#from.pause();
  }

  #resume(): void {
    if (this.#mode.kind !== 'halfOpen' && this.#from.isPaused()) this.#from.resume();
  }

  #end(): void {
    this.#ended = true;
    if (this.#mode.kind === 'blackhole') {
      this.hasSwallowed = true;
      return;
    }
    if (this.#held.length === 0 && this.#to.writable) this.#to.end();
  }
}
