/** A website that points its own name at this server (DNS rebinding) reaches no route and no socket. */
import { request } from 'node:http';
import { expect } from 'chai';
import { postJson, rawRequest, useNode } from '../http/in-process-node.ts';
import { register } from '../support/client.ts';
import { routeTable } from './actor-table.ts';

const evil = { host: 'evil.example', origin: 'http://evil.example' };
const anyHost = ['/healthz', '/readyz'];

describe('a website whose name points at this server', () => {
  const nodes = {
    'without PUBLIC_ORIGIN': useNode(),
    'with PUBLIC_ORIGIN': useNode({ publicOrigins: ['https://a.example'] }),
  };

  for (const [shape, url] of Object.entries(nodes)) {
    for (const route of Object.keys(routeTable)) {
      const [method = '', path = ''] = route.split(' ');
      const expected = anyHost.includes(path) ? 200 : 403;
      it(`gets ${expected} for ${route} ${shape}`, async () => {
        const asked = path.replaceAll(/:\w+/g, 'x').replace('*', 'x');
        const { status, error } = await rawRequest(url(), asked, { method, headers: { host: evil.host } });
        expect(status).to.equal(expected);
        if (method !== 'HEAD' && expected === 403) expect(error?.code).to.equal('forbidden');
      });
    }

    it(`gets no file, no unknown path and no registration ${shape}`, async () => {
      for (const path of ['/', '/favicon.svg', '/api/no-such-thing', '/assets/x.js', '/api/docs/json', '/%6detrics']) {
        expect((await rawRequest(url(), path, { headers: { host: evil.host } })).status, path).to.equal(403);
      }
      const body = { username: 'rebound', password: 'a long enough password' };
      const { status, error } = await postJson(url(), '/api/register', body, evil);
      expect([status, error?.code]).to.deep.equal([403, 'forbidden']);
    });

    it(`opens no socket ${shape}`, async () => {
      expect((await rawRequest(url(), '/socket.io/?EIO=4&transport=polling', { headers: evil })).status).to.equal(403);
      expect(await upgradeStatus(url(), evil)).to.be.within(400, 403);
    });
  }

  it('is told to set PUBLIC_ORIGIN, and an address and localhost go on to work', async () => {
    const url = nodes['without PUBLIC_ORIGIN'];
    const { text } = await rawRequest(url(), '/', { headers: { host: 'chat.example.org' } });
    expect(text).to.contain('PUBLIC_ORIGIN');
    await register(url());
    const { port } = new URL(url());
    expect((await rawRequest(url(), '/', { headers: { host: `localhost:${port}` } })).status).to.equal(200);
  });

  it('reads no metrics, which a local request without a proxy reads', async () => {
    const url = nodes['without PUBLIC_ORIGIN'];
    expect((await rawRequest(url(), '/metrics')).status).to.equal(200);
    for (const name of ['x-forwarded-for', 'x-forwarded-host', 'forwarded', 'via', 'x-real-ip']) {
      expect((await rawRequest(url(), '/metrics', { headers: { [name]: '127.0.0.1' } })).status, name).to.equal(403);
    }
  });
});

/** The status of the answer to a WebSocket handshake; 101 when the socket opens. */
function upgradeStatus(url: string, headers: Record<string, string>): Promise<number> {
  const { hostname, port } = new URL(url);
  const upgrade = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
  };
  return new Promise((resolve, reject) => {
    const path = '/socket.io/?EIO=4&transport=websocket';
    const opening = request({ hostname, port, path, headers: { ...upgrade, ...headers } });
    opening.on('upgrade', (_answer, socket) => {
      socket.destroy();
      resolve(101);
    });
    opening.on('response', (answer) => resolve(answer.statusCode ?? 0));
    opening.on('error', reject);
    opening.end();
  });
}
