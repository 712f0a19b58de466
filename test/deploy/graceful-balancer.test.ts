/** Tests that HAProxy ends by itself after the engine's stop signal, although a client keeps its connection open. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { WebSocket, WebSocketServer } from 'ws';
import { type Haproxy, startHaproxy } from '../support/haproxy.ts';
import { isListening, until, within } from '../support/waiting.ts';

describe('HAProxy that is told to stop', () => {
  const node = createServer((_, reply) => reply.end('ready'));
  const sockets = new WebSocketServer({ server: node });
  let balancer: Haproxy;
  before(async () => {
    sockets.on('connection', (socket) => socket.on('message', (data) => socket.send(`${data}`)));
    await once(node.listen(0, '127.0.0.1'), 'listening');
    balancer = await startHaproxy({ nodes: [{ port: (node.address() as AddressInfo).port }] });
  });
  after(async () => {
    await balancer?.dispose();
    sockets.close();
    node.close();
  });

  it('takes no new client, keeps an open WebSocket for a while, and ends', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${balancer.port}/socket.io/`);
    const closed = once(socket, 'close');
    await once(socket, 'open');
    // The image of HAProxy stops by this signal.
    process.kill(balancer.pid, 'SIGUSR1');
    await until('the port is closed', async () => !(await isListening(balancer.port)));
    socket.send('still here');
    expect(`${await once(socket, 'message')}`).to.contain('still here');
    expect(await within(60_000, 'HAProxy ends', balancer.exited())).to.include({ signal: null });
    await closed;
  });
});
