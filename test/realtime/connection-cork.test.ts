/** Corked connections: the packets of one turn leave together, whole and in order. */
import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { Server, type Socket } from 'socket.io';
import { corkConnections } from '../../src/realtime/connection-cork.ts';
import { unsentOf } from '../../src/realtime/engine-io-internals.ts';
import { PromptWebSocketServer } from '../../src/realtime/prompt-websocket.ts';
import { everything, plainSocket } from './sockets.ts';

type Write = (...args: unknown[]) => unknown;

describe('a corked connection', () => {
  let http: HttpServer;
  let io: Server;
  let writes = 0;
  const url = () => `http://127.0.0.1:${(http.address() as AddressInfo).port}`;

  beforeEach(async () => {
    http = createServer();
    http.on('connection', countWrites);
    io = new Server(http, { wsEngine: PromptWebSocketServer });
    corkConnections(io);
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
  });
  afterEach(() => io.close());

  /** Counts what a TCP socket hands to the operating system. */
  function countWrites(tcp: Record<'_write' | '_writev', Write>): void {
    for (const name of ['_write', '_writev'] as const) {
      const write = tcp[name].bind(tcp);
      tcp[name] = (...args) => {
        writes += 1;
        return write(...args);
      };
    }
  }

  async function meet(transports: ('websocket' | 'polling')[] = ['websocket']) {
    const client = plainSocket(url(), { transports });
    const heard = everything(client as never);
    const welcomed = new Promise<void>((resolve) => client.once('connect', resolve));
    const [here] = (await once(io, 'connection')) as [Socket];
    await welcomed;
    return { client, heard, here };
  }

  // WebSocket frames encode their length in 7, 16 or 64 bits; `42["say",""]` surrounds the text.
  const lengths = [125, 126, 65_535, 65_536].map((length) => length - '42["say",""]'.length);
  const texts = [...lengths.map((length) => 'x'.repeat(length)), 'ümläut 😀', ''];
  const expected = texts.map((payload) => ({ name: 'say', payload }));

  it('sends the packets of one turn in one write', async () => {
    const { client, heard, here } = await meet();
    await new Promise(setImmediate);
    writes = 0;
    for (let n = 0; n < 20; n += 1) here.emit('say', n);
    await new Promise<void>((resolve) => client.on('say', (n) => n === 19 && resolve()));
    expect(heard.map(({ payload }) => payload)).to.deep.equal([...Array(20).keys()]);
    expect(writes).to.equal(1);
    client.close();
  });

  it('sends packets of every length in order, those that wait in Engine.IO included', async () => {
    const { client, heard, here } = await meet();
    for (const text of texts) here.emit('say', text);
    here.emit('last');
    await new Promise<void>((resolve) => client.once('last', resolve));
    expect(heard.slice(0, -1)).to.deep.equal(expected);
    client.close();
  });

  it('lets packets wait in Engine.IO while more than 64 KiB wait in the TCP socket', async () => {
    const { client, here } = await meet();
    await new Promise(setImmediate);
    const length = 10_000;
    for (let n = 0; n < 20; n += 1) here.emit('say', 'x'.repeat(length));
    const { packets, bytes } = unsentOf(here.conn);
    expect(packets).to.be.greaterThan(0);
    expect(bytes - packets * length).to.be.within(64 * 1024, 64 * 1024 + 2 * length);
    client.close();
  });

  it('sends the first packets with the answer to the upgrade, in one write', async () => {
    writes = 0;
    const client = plainSocket(url());
    await new Promise<void>((resolve) => client.io.engine.once('open', resolve));
    expect(writes).to.equal(1);
    client.close();
  });

  it('sends what was emitted before the server closes it', async () => {
    const { client, heard, here } = await meet();
    for (let n = 0; n < 20; n += 1) here.emit('say', { n });
    here.disconnect(true);
    await new Promise((resolve) => client.once('disconnect', resolve));
    expect(heard.map(({ payload }) => (payload as { n: number }).n)).to.deep.equal([...Array(20).keys()]);
  });

  it('carries bytes and acknowledgements', async () => {
    const { client, here } = await meet();
    here.on('echo', (bytes: Buffer, answer: (bytes: Buffer) => void) => answer(bytes));
    const bytes = Buffer.alloc(70_000, 7);
    expect(await client.emitWithAck('echo', bytes)).to.deep.equal(bytes);
    client.close();
  });

  it('carries packets in order when it upgrades from polling', async () => {
    const { client, heard, here } = await meet(['polling', 'websocket']);
    const { engine } = client.io;
    if (engine.transport.name === 'polling')
      await new Promise<void>((resolve) => engine.once('upgrade', () => resolve()));
    for (const text of texts) here.emit('say', text);
    here.emit('last');
    await new Promise<void>((resolve) => client.once('last', resolve));
    expect(heard.slice(0, -1)).to.deep.equal(expected);
    client.close();
  });
});
