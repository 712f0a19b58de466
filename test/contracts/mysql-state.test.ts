/** Tests what a node reports when MariaDB is away: the cause, once, and that it stores again. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect } from 'chai';
import { openStores } from '../../src/storage/stores.ts';
import { sharedMariadb } from '../support/mariadb.ts';
import { until } from '../support/waiting.ts';

/** Forwards connections to this port, until it is closed. */
async function startForwarder(target: number, port = 0) {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    for (const socket of [client, upstream]) sockets.add(socket.on('error', () => {}));
    client.pipe(upstream).pipe(client);
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as { port: number }).port,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

describe('a node whose MariaDB is away', function () {
  this.timeout(60_000);

  it('reports once that nothing listens there, and once that it stores again', async () => {
    const url = new URL(await (await sharedMariadb()).createDatabase());
    const target = Number(url.port);
    let way = await startForwarder(target);
    url.port = `${way.port}`;
    const states: (string | null)[] = [];
    const stores = await openStores({ databaseUrl: url.href, dataDir: '' }, { onState: (fault) => states.push(fault) });
    await stores.checkDatabase();
    way.close();
    await until('the fault is reported', async () => {
      await stores.checkDatabase().catch(() => {});
      return states.length === 1;
    });
    expect(states[0]).to.match(/nothing listens there/);
    way = await startForwarder(target, way.port);
    await until('the return is reported', () => states.length === 2);
    expect(states[1]).to.equal(null);
    await stores.close();
    way.close();
  });
});
