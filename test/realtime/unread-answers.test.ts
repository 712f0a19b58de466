/** Answers that nobody reads: what waits for a connection, a user and a node is bounded on every transport. */
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { expect } from 'chai';
import fastify from 'fastify';
import { noteUnsentAnswers } from '../../src/http/unsent-answers.ts';
import { sizeLimits } from '../../src/policy/connection-limits.ts';
import { UnsentLedger, type Waiter } from '../../src/policy/unsent-ledger.ts';
import { WireClient } from '../abuse/wire-client.ts';
import { rawRequest, useNode } from '../http/in-process-node.ts';
import { register, type TestUser } from '../support/client.ts';
import { until } from '../support/waiting.ts';

describe('the ledger of unsent bytes', () => {
  const mb = 1024 * 1024;

  function setUp() {
    const hits: string[] = [];
    const ended: string[] = [];
    const ledger = new UnsentLedger((limit) => hits.push(limit));
    function open(name: string, owner: string, unsent = 0): Waiter & { bytes: number } {
      const waiter = {
        owner,
        address: '192.0.2.1',
        bytes: unsent,
        unsent: () => waiter.bytes,
        end: () => void ended.push(name),
      };
      ledger.add(waiter);
      return waiter;
    }
    /** Writes bytes that nobody reads. */
    function write(waiter: ReturnType<typeof open>, bytes: number): void {
      ledger.grew(waiter, bytes);
      waiter.bytes += bytes;
    }
    return { hits, ended, ledger, open, write };
  }

  it('ends one connection at its bound, and no other', () => {
    const { hits, ended, open, write } = setUp();
    const [one, other] = [open('one', 'anna'), open('other', 'anna')];
    write(other, mb);
    for (let written = 0; written <= sizeLimits.unsentBytesAtOnce.points; written += mb) write(one, mb);
    expect([hits, ended]).to.deep.equal([['unsentBytesAtOnce'], ['one']]);
  });

  it('ends the largest connection of a user whose connections exceed the bound together', () => {
    const { hits, ended, open, write } = setUp();
    const waiters = Array.from({ length: 8 }, (_, index) => open(`${index}`, 'anna'));
    for (const waiter of waiters) write(waiter, mb);
    write(waiters[3] as never, mb / 2);
    write(waiters[0] as never, mb / 4);
    expect([hits, ended]).to.deep.equal([['unsentBytesOfUser'], ['3']]);
  });

  it('ends the largest connections of the node when many users exceed its bound together', () => {
    const { hits, ended, open, write } = setUp();
    for (let user = 0; user < 80; user += 1) write(open(`${user}`, `user ${user}`), user === 7 ? 3 * mb : mb);
    expect(new Set(hits)).to.deep.equal(new Set(['unsentBytesOfNode']));
    expect(ended[0]).to.equal('7');
  });

  it('ends nobody who reads', () => {
    const { hits, ledger, open } = setUp();
    const reader = open('reader', 'anna');
    for (let sent = 0; sent < 1_000; sent += 1) ledger.grew(reader, mb);
    ledger.remove(reader);
    expect(hits).to.deep.equal([]);
  });
});

describe('a client that reads no answers', () => {
  const url = useNode();
  let anna: TestUser;
  let bert: TestUser;
  before(async () => {
    [anna, bert] = await Promise.all([register(url()), register(url())]);
    const device = await anna.connect();
    const body = `x${'\u0001'.repeat(3_998)}x`;
    for (let sent = 0; sent < 50; sent += 1)
      await device.ask('chatMessage', { to: bert.username, clientId: randomUUID(), body });
    device.close();
  });

  const hits = async () => {
    const { text } = await rawRequest(url(), '/metrics');
    return [...text.matchAll(/limit="unsentBytes\w*"\} (\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
  };
  const history = (peer: TestUser, id: number) => `42${id}["chatHistory",{"with":"${peer.username}","limit":100}]`;

  it('is closed when it polls no more', async () => {
    const path = '/socket.io/?EIO=4&transport=polling';
    const { text } = await rawRequest(url(), path, { headers: { cookie: anna.cookie } });
    const ofConnection = `${path}&sid=${JSON.parse(text.slice(1)).sid}`;
    const post = (body: string) => rawRequest(url(), ofConnection, { method: 'POST', body });
    await post('40');
    const polls = async () => (await rawRequest(url(), ofConnection)).text;
    await until('it is connected', async () => /40\{/.test(await polls()));
    const before = await hits();
    await post(Array.from({ length: 200 }, (_, id) => history(bert, id)).join('\x1e'));
    await until('it is closed', async () => (await post('3')).status === 400, { ms: 60_000 });
    expect(await hits()).to.be.above(before);
  });

  it('is closed when it does not read its WebSocket', async () => {
    // The other user, who has all of the allowance for reading.
    const wire = await WireClient.open(url(), bert.cookie);
    wire.socket.pause();
    const before = await hits();
    for (let id = 0; id < 200; id += 1) wire.send(history(anna, id));
    await until('a limit is hit', async () => (await hits()) > before, { ms: 60_000 });
    wire.close();
  });
});

describe('noteUnsentAnswers', () => {
  it('counts the bytes of an answer, not its characters', async () => {
    const hits: string[] = [];
    const app = fastify();
    app.decorateRequest('signedIn', null);
    noteUnsentAnswers(app, new UnsentLedger((limit) => hits.push(limit)));
    const { points } = sizeLimits.unsentBytesAtOnce;
    app.get('/within', () => 'x'.repeat(points / 2));
    app.get('/beyond', () => '\u6f22'.repeat(points / 2));
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    const read = (path: string) => fetch(url + path).then((answer) => answer.text());
    expect(await read('/within')).to.have.length(points / 2);
    expect(await read('/beyond').catch(() => 'ended')).to.equal('ended');
    expect(hits).to.deep.equal(['unsentBytesAtOnce']);
    await app.close();
  });

  it('ends the answers of an address that reads none of them', async () => {
    const hits: string[] = [];
    const app = fastify();
    app.decorateRequest('signedIn', null);
    noteUnsentAnswers(app, new UnsentLedger((limit) => hits.push(limit)));
    app.get('/', () => 'x'.repeat(3 * 1024 * 1024));
    const { hostname, port } = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
    let closed = 0;
    const sockets = Array.from({ length: 20 }, () => {
      const socket = connect(Number(port), hostname, () => socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(4)));
      return socket.on('error', () => {}).pause();
    });
    app.server.on('connection', (socket) => socket.once('close', () => (closed += 1)));
    await until('the largest are closed', () => closed > 0 && hits.length > 0, { ms: 60_000 });
    expect(new Set(hits)).to.deep.equal(new Set(['unsentBytesOfUser']));
    for (const socket of sockets) socket.destroy();
    await app.close();
  });
});
