/** A TCP proxy that injects the faults of a network, a firewall or a dying machine into one link, in user space. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from '../support/free-port.ts';
import { type Direction, ProxiedConnection } from './proxied-connection.ts';

/** How a link behaves; `up` is the direction from the connecting side to the listening side. */
export type LinkMode =
  | { kind: 'pass' }
  | { kind: 'delay'; ms: number; jitterMs?: number }
  | { kind: 'throttle'; bytesPerSecond: number }
  /** Accepts connections and discards all bytes. */
  | { kind: 'blackhole' }
  /** Reads nothing while both sides keep their sockets; continues without loss when the link heals. */
  | { kind: 'halfOpen' }
  | { kind: 'reset' }
  | { kind: 'refuse' }
  /** Discards the bytes of this direction. */
  | { kind: 'oneWay'; lost: Direction }
  /** Resets each connection after this many more bytes. */
  | { kind: 'resetAfter'; bytes: number };

export const pass: LinkMode = { kind: 'pass' };

export class FaultProxy {
  readonly name: string;
  readonly port: number;
  readonly #targetPort: () => number;
  readonly #connections = new Set<ProxiedConnection>();
  #server: Server | null = null;
  #mode: LinkMode = pass;
  /** The devices that are connected through this link now, by their `x-device` header. */
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

  /** Changes the mode of open and new connections. */
  async set(mode: LinkMode): Promise<void> {
    this.#mode = mode;
    if (mode.kind === 'refuse') await this.#stopListening();
    for (const connection of [...this.#connections]) connection.set(mode);
    if (mode.kind !== 'refuse') await this.listen();
  }

  /** As `set`, for a single open connection; index 0 is the oldest. */
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

  /** Resets all connections and stops listening for good. */
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
    for (const [device, other] of this.devices) if (other === connection) this.devices.delete(device);
  }
}

/** @param targetPort - called at every connection, because the target may change its port. */
export async function startFaultProxy(name: string, targetPort: () => number): Promise<FaultProxy> {
  const proxy = new FaultProxy(name, await freePort(), targetPort);
  await proxy.listen();
  return proxy;
}
