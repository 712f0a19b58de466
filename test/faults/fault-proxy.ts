/** A TCP proxy that misbehaves on order: what a network, a firewall or a dying machine does to one link, in user space. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from '../support/free-port.ts';
import { type Direction, ProxiedConnection } from './proxied-connection.ts';

/** How a link behaves; `up` is from the one who connects to the one who listens. */
export type LinkMode =
  | { kind: 'pass' }
  | { kind: 'delay'; ms: number; jitterMs?: number }
  | { kind: 'drip'; bytesPerSecond: number }
  /** Accepts, and what is sent is gone. */
  | { kind: 'blackhole' }
  /** Nothing is read any more, both sides keep their sockets; it goes on where it stopped. */
  | { kind: 'halfOpen' }
  | { kind: 'reset' }
  | { kind: 'refuse' }
  /** What is sent in this direction is gone. */
  | { kind: 'oneWay'; lost: Direction }
  /** Resets each connection after so many more bytes. */
  | { kind: 'cutAfter'; bytes: number };

export const pass: LinkMode = { kind: 'pass' };

export class FaultProxy {
  readonly name: string;
  readonly port: number;
  readonly #targetPort: () => number;
  readonly #connections = new Set<ProxiedConnection>();
  #server: Server | null = null;
  #mode: LinkMode = pass;
  /** Of every `x-device` header that came through: which devices are behind this link now. */
  readonly devices = new Map<string, ProxiedConnection>();

  constructor(name: string, port: number, targetPort: () => number) {
    this.name = name;
    this.port = port;
    this.#targetPort = targetPort;
  }

  get mode(): LinkMode {
    return this.#mode;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get connectionCount(): number {
    return this.#connections.size;
  }

  /** Changes the link for connections that are open as for those to come. */
  async set(mode: LinkMode): Promise<void> {
    this.#mode = mode;
    if (mode.kind === 'refuse') await this.#stopListening();
    for (const connection of [...this.#connections]) connection.set(mode);
    if (mode.kind !== 'refuse') await this.listen();
  }

  /** As `set`, for one of the open connections alone: the first that came is 0. */
  setOne(index: number, mode: LinkMode): void {
    [...this.#connections][index]?.set(mode);
  }

  listen(): Promise<void> {
    if (this.#server) return Promise.resolve();
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.#accept(client));
    this.#server = server;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, '127.0.0.1', resolve);
    });
  }

  /** Ends for good. */
  async close(): Promise<void> {
    for (const connection of this.#connections) connection.reset();
    await this.#stopListening();
  }

  #stopListening(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (!server) return Promise.resolve();
    for (const connection of [...this.#connections]) connection.reset();
    return new Promise((resolve) => server.close(() => resolve()));
  }

  #accept(client: Socket): void {
    if (this.#mode.kind === 'reset') return void client.on('error', () => {}).resetAndDestroy();
    const server = connect({ port: this.#targetPort(), host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    const connection = new ProxiedConnection(client, server, {
      onClosed: () => this.#forget(connection),
      onDevice: (device) => this.devices.set(device, connection),
    });
    this.#connections.add(connection);
    connection.set(this.#mode);
  }

  #forget(connection: ProxiedConnection): void {
    this.#connections.delete(connection);
    for (const [device, its] of this.devices) if (its === connection) this.devices.delete(device);
  }
}

/** @param targetPort - asked at every connection: what is behind the link may change. */
export async function startFaultProxy(name: string, targetPort: () => number): Promise<FaultProxy> {
  const proxy = new FaultProxy(name, await freePort(), targetPort);
  await proxy.listen();
  return proxy;
}
