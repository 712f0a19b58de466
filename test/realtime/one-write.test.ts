/** What one turn has for a client is one write, and arrives whole, in order and before the goodbye. */
import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { Server, type Socket } from 'socket.io';
import { encodeOnce } from '../../src/realtime/encode-once.ts';
import { writeOnce } from '../../src/realtime/one-write.ts';
import { everything, plainSocket } from './sockets.ts';

/** What of Socket.IO's connection its types do not show. */
interface Beneath {
  conn: { transport: { socket: { _socket: { write(...args: unknown[]): boolean } } } };
}

describe('one write', () => {
  let http: HttpServer;
  let io: Server;
  const url = () => `http://127.0.0.1:${(http.address() as AddressInfo).port}`;

  beforeEach(async () => {
    http = createServer();
    io = new Server(http);
    encodeOnce(io);
    writeOnce(io);
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
  });
  afterEach(() => io.close());

  async function meet() {
    const client = plainSocket(url());
    const heard = everything(client as never);
    const welcomed = new Promise<void>((resolve) => client.once('connect', resolve));
    const [here] = (await once(io, 'connection')) as [Socket];
    await welcomed;
    return { client, heard, here };
  }

  /** How often the system was asked to write to this client. */
  function countWrites(socket: Socket): () => number {
    const tcp = (socket as unknown as Beneath).conn.transport.socket._socket;
    const write = tcp.write.bind(tcp);
    let count = 0;
    tcp.write = (...args) => {
      count += 1;
      return write(...args);
    };
    return () => count;
  }

  // Lengths of a frame are told in 7, 16 or 64 bits; `42["say",""]` goes around the text.
  const lengths = [125, 126, 65_535, 65_536].map((length) => length - '42["say",""]'.length);

  it('takes together what one turn has to say, whatever its length, and keeps the order', async () => {
    const { client, heard, here } = await meet();
    const texts = [...lengths.map((length) => 'x'.repeat(length)), 'ümläut 😀', ''];
    await new Promise(setImmediate);
    const writes = countWrites(here);
    for (const text of texts) here.emit('say', text);
    here.emit('last');
    await new Promise<void>((resolve) => client.once('last', resolve));
    expect(heard.slice(0, -1)).to.deep.equal(texts.map((payload) => ({ name: 'say', payload })));
    expect(writes()).to.equal(1);
    client.close();
  });

  it('takes together the answer to the upgrade and what a connection opens with', async () => {
    let writes = 0;
    http.once(
      'connection',
      (tcp: NodeJS.WritableStream & Record<'_write' | '_writev', (...args: unknown[]) => unknown>) => {
        for (const name of ['_write', '_writev'] as const) {
          const write = tcp[name].bind(tcp);
          tcp[name] = (...args) => {
            writes += 1;
            return write(...args);
          };
        }
      },
    );
    const client = plainSocket(url());
    await new Promise<void>((resolve) => client.io.engine.once('open', resolve));
    expect(writes).to.equal(1);
    client.close();
  });

  it('says everything before goodbye', async () => {
    const { client, heard, here } = await meet();
    for (let n = 0; n < 20; n += 1) here.emit('say', { n });
    here.disconnect(true);
    await new Promise((resolve) => client.once('disconnect', resolve));
    expect(heard.map(({ payload }) => (payload as { n: number }).n)).to.deep.equal([...Array(20).keys()]);
  });

  it('carries bytes, and answers to what was asked for', async () => {
    const { client, here } = await meet();
    here.on('echo', (bytes: Buffer, answer: (bytes: Buffer) => void) => answer(bytes));
    const bytes = Buffer.alloc(70_000, 7);
    expect(await client.emitWithAck('echo', bytes)).to.deep.equal(bytes);
    client.close();
  });

  it('encodes anew what is another event, another payload or asks for an answer', async () => {
    const { client, heard, here } = await meet();
    client.on('asked', (_: unknown, answer: (text: string) => void) => answer('here'));
    const payload = { same: true };
    here.emit('one', payload);
    here.emit('one', payload);
    here.emit('two', payload);
    here.emit('two', { same: false });
    expect(await here.emitWithAck('asked', payload)).to.equal('here');
    expect(heard.slice(0, 4).map((push) => [push.name, push.payload])).to.deep.equal([
      ['one', payload],
      ['one', payload],
      ['two', payload],
      ['two', { same: false }],
    ]);
    client.close();
  });
});
