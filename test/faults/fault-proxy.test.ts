/** The fault proxy does to a link what it is told, to connections that are open as to those to come. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { until } from '../support/waiting.ts';
import { type FaultProxy, pass, startFaultProxy } from './fault-proxy.ts';

interface Line {
  socket: Socket;
  heard: () => string;
  error: () => string | undefined;
}

describe('the fault proxy', () => {
  let server: Server;
  let proxy: FaultProxy;
  /** What arrived at the far end. */
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

  async function line(): Promise<Line> {
    const socket = connect(proxy.port, '127.0.0.1');
    let heard = '';
    let error: string | undefined;
    socket.on('data', (chunk) => {
      heard += chunk;
    });
    socket.on('error', (failure: NodeJS.ErrnoException) => {
      error = failure.code;
    });
    await once(socket, 'connect').catch(() => {});
    return { socket, heard: () => heard, error: () => error };
  }

  async function openLine(): Promise<Line> {
    const opened = await line();
    opened.socket.write('1');
    await until('an echo', () => opened.heard() === 'echo 1');
    return opened;
  }

  it('passes on, and ends when one side ends', async () => {
    const { socket } = await openLine();
    socket.end();
    await once(socket, 'close');
    await until('the connection is forgotten', () => proxy.connectionCount === 0);
  });

  it('delays, in order', async () => {
    const { socket, heard } = await openLine();
    await proxy.set({ kind: 'delay', ms: 60, jitterMs: 50 });
    const started = performance.now();
    for (const digit of '23456') {
      socket.write(digit);
      await sleep(5);
    }
    await until('all arrived', () => arrived === '123456');
    await until('all came back', () => heard().endsWith('6'));
    expect(performance.now() - started).to.be.greaterThan(40);
  });

  it('drips', async () => {
    const { socket } = await openLine();
    await proxy.set({ kind: 'drip', bytesPerSecond: 500 });
    const started = performance.now();
    socket.write('x'.repeat(100));
    await until('some arrived', () => arrived.length > 1, { everyMs: 1 });
    expect(arrived.length).to.be.below(101);
    await until('all arrived', () => arrived.length === 101);
    expect(performance.now() - started).to.be.greaterThan(150);
  });

  it('swallows, accepts new connections meanwhile, and breaks what lost bytes once it is healed', async () => {
    const opened = await openLine();
    await proxy.set({ kind: 'blackhole' });
    opened.socket.write('2');
    const { socket } = await line();
    socket.write('3');
    await sleep(80);
    expect(arrived).to.equal('1');
    expect(opened.socket.destroyed).to.equal(false);
    await proxy.set(pass);
    await until('both are reset', () => opened.error() === 'ECONNRESET' && socket.destroyed);
  });

  it('holds both ways, and goes on where it stopped', async () => {
    const { socket, heard } = await openLine();
    await proxy.set({ kind: 'halfOpen' });
    socket.write('2');
    await sleep(80);
    expect(arrived).to.equal('1');
    await proxy.set(pass);
    await until('it came through', () => heard() === 'echo 1echo 2');
    socket.destroy();
  });

  for (const lost of ['up', 'down'] as const) {
    it(`loses one way: ${lost}`, async () => {
      const { socket, heard } = await openLine();
      await proxy.set({ kind: 'oneWay', lost });
      socket.write('2');
      if (lost === 'down') await until('it arrived', () => arrived === '12');
      await sleep(80);
      expect(arrived).to.equal(lost === 'up' ? '1' : '12');
      expect(heard()).to.equal('echo 1');
    });
  }

  it('resets what is open and what comes', async () => {
    const opened = await openLine();
    await proxy.set({ kind: 'reset' });
    await until('it is reset', () => opened.error() === 'ECONNRESET');
    const next = await line();
    next.socket.write('2');
    await until('so is the next', () => next.socket.destroyed);
    expect(arrived).to.equal('1');
  });

  it('refuses, and lets in again', async () => {
    await openLine();
    await proxy.set({ kind: 'refuse' });
    const refused = await line();
    await until('it is refused', () => refused.error() === 'ECONNREFUSED');
    await proxy.set(pass);
    const { socket } = await openLine();
    socket.destroy();
  });

  it('cuts after so many bytes', async () => {
    const opened = await openLine();
    await proxy.set({ kind: 'cutAfter', bytes: 10 });
    opened.socket.write('2');
    await until('this came through', () => opened.heard() === 'echo 1echo 2');
    opened.socket.write('345');
    await until('it is cut', () => opened.socket.destroyed);
    expect(opened.heard()).to.equal('echo 1echo 2');
  });
});
