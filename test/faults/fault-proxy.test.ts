/** Tests that the fault proxy applies each mode to open and new connections. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { until } from '../support/waiting.ts';
import { type FaultProxy, pass, startFaultProxy } from './fault-proxy.ts';

interface TestConnection {
  socket: Socket;
  received: () => string;
  error: () => string | undefined;
}

describe('fault proxy', () => {
  let server: Server;
  let proxy: FaultProxy;
  /** The bytes that the server received. */
  let arrived = '';

  beforeEach(async () => {
    arrived = '';
    server = createServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', (chunk) => {
        arrived += chunk;
        socket.write(`echo ${chunk}`);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    proxy = await startFaultProxy('a link', () => (server.address() as AddressInfo).port);
  });
  afterEach(async () => {
    await proxy.close();
    server.close();
  });

  async function connectOnce(): Promise<TestConnection> {
    const socket = connect(proxy.port, '127.0.0.1');
    let received = '';
    let error: string | undefined;
    socket.on('data', (chunk) => {
      received += chunk;
    });
    socket.on('error', (failure: NodeJS.ErrnoException) => {
      error = failure.code;
    });
    await once(socket, 'connect').catch(() => {});
    return { socket, received: () => received, error: () => error };
  }

  async function openConnection(): Promise<TestConnection> {
    const opened = await connectOnce();
    opened.socket.write('1');
    await until('an echo', () => opened.received() === 'echo 1');
    return opened;
  }

  it('passes bytes on and closes when one side ends', async () => {
    const { socket } = await openConnection();
    socket.end();
    await once(socket, 'close');
    await until('the connection is forgotten', () => proxy.connectionCount === 0);
  });

  it('delays bytes and keeps their order', async () => {
    const { socket, received } = await openConnection();
    await proxy.set({ kind: 'delay', ms: 60, jitterMs: 50 });
    const started = performance.now();
    for (const digit of '23456') {
      socket.write(digit);
      await sleep(5);
    }
    await until('all arrived', () => arrived === '123456');
    await until('all came back', () => received().endsWith('6'));
    expect(performance.now() - started).to.be.greaterThan(40);
  });

  it('limits the bytes per second', async () => {
    const { socket } = await openConnection();
    await proxy.set({ kind: 'throttle', bytesPerSecond: 500 });
    const started = performance.now();
    socket.write('x'.repeat(100));
    await until('some arrived', () => arrived.length > 1, { everyMs: 1 });
    expect(arrived.length).to.be.below(101);
    await until('all arrived', () => arrived.length === 101);
    expect(performance.now() - started).to.be.greaterThan(150);
  });

  it('discards bytes of old and new connections, and resets them when the link heals', async () => {
    const opened = await openConnection();
    await proxy.set({ kind: 'blackhole' });
    opened.socket.write('2');
    const { socket } = await connectOnce();
    socket.write('3');
    await sleep(80);
    expect(arrived).to.equal('1');
    expect(opened.socket.destroyed).to.equal(false);
    await proxy.set(pass);
    await until('both are reset', () => opened.error() === 'ECONNRESET' && socket.destroyed);
  });

  it('stops both directions and continues without loss when the link heals', async () => {
    const { socket, received } = await openConnection();
    await proxy.set({ kind: 'halfOpen' });
    socket.write('2');
    await sleep(80);
    expect(arrived).to.equal('1');
    await proxy.set(pass);
    await until('it came through', () => received() === 'echo 1echo 2');
    socket.destroy();
  });

  for (const lost of ['up', 'down'] as const) {
    it(`discards the bytes of one direction: ${lost}`, async () => {
      const { socket, received } = await openConnection();
      await proxy.set({ kind: 'oneWay', lost });
      socket.write('2');
      if (lost === 'down') await until('it arrived', () => arrived === '12');
      await sleep(80);
      expect(arrived).to.equal(lost === 'up' ? '1' : '12');
      expect(received()).to.equal('echo 1');
    });
  }

  it('resets open and new connections', async () => {
    const opened = await openConnection();
    await proxy.set({ kind: 'reset' });
    await until('it is reset', () => opened.error() === 'ECONNRESET');
    const next = await connectOnce();
    next.socket.write('2');
    await until('so is the next', () => next.socket.destroyed);
    expect(arrived).to.equal('1');
  });

  it('refuses connections and accepts them again when the link heals', async () => {
    await openConnection();
    await proxy.set({ kind: 'refuse' });
    const refused = await connectOnce();
    await until('it is refused', () => refused.error() === 'ECONNREFUSED');
    await proxy.set(pass);
    const { socket } = await openConnection();
    socket.destroy();
  });

  it('resets a connection after a number of bytes', async () => {
    const opened = await openConnection();
    await proxy.set({ kind: 'resetAfter', bytes: 10 });
    opened.socket.write('2');
    await until('this came through', () => opened.received() === 'echo 1echo 2');
    opened.socket.write('345');
    await until('it is cut', () => opened.socket.destroyed);
    expect(opened.received()).to.equal('echo 1echo 2');
  });
});
