/** Tests the https profile of `docker-compose.yml` on real programs: Caddy with `deploy/Caddyfile`, HAProxy behind it, and a node. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { expect } from 'chai';
import { io, type Socket } from 'socket.io-client';
import { exchangeBytes, requestText } from '../abuse/raw-connection.ts';
import { useNode } from '../http/in-process-node.ts';
import { Program } from '../support/child-process.ts';
import { goodPassword, uniqueName } from '../support/client.ts';
import { freePort } from '../support/free-port.ts';
import { type Haproxy, startHaproxy } from '../support/haproxy.ts';
import { requireProgram } from '../support/programs.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { defaultTimeoutMs, until, within } from '../support/waiting.ts';
import { readText } from './compose-model.ts';

interface Ports {
  port: number;
  plainPort: number;
}

interface Reply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** Caddy listens before it has signed its certificate, and then refuses handshakes. */
function hasCertificate(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, servername: 'localhost', rejectUnauthorized: false });
    socket.once('secureConnect', () => {
      resolve(true);
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
  });
}

/** The test may not use ports 80 and 443, and trusts no new authority. */
async function startCaddy(folder: string, { port, plainPort }: Ports, upstream: number): Promise<Program> {
  const ports = `\thttp_port ${plainPort}\n\thttps_port ${port}\n\tskip_install_trust\n`;
  writeFileSync(join(folder, 'Caddyfile'), readText('deploy/Caddyfile').replace('{\n', `{\n${ports}`));
  const caddy = new Program({
    name: 'caddy',
    command: requireProgram('caddy'),
    args: ['run', '--config', join(folder, 'Caddyfile'), '--adapter', 'caddyfile'],
    env: {
      HOME: folder,
      XDG_DATA_HOME: folder,
      PUBLIC_ORIGIN: `https://localhost:${port}`,
      HAPROXY: `127.0.0.1:${upstream}`,
    },
    isReady: () => hasCertificate(port),
  });
  await caddy.start();
  return caddy;
}

describe('the https profile of docker-compose.yml', () => {
  const origin: Ports = { port: 0, plainPort: 0 };
  const name = () => `https://localhost:${origin.port}`;
  const node = useNode({ trustedProxies: ['127.0.0.1'] });
  const folder = makeFolder('caddy');
  let haproxy: Haproxy;
  let caddy: Program;

  before(async () => {
    haproxy = await startHaproxy({ nodes: [{ port: Number(new URL(node()).port) }], tlsProxy: '127.0.0.1' });
    [origin.port, origin.plainPort] = [await freePort(), await freePort()];
    caddy = await startCaddy(folder, origin, haproxy.port);
    await until('HAProxy has found the node', async () => (await ask('/')).status === 200);
  });
  after(async () => {
    await caddy?.stop();
    await haproxy?.dispose();
    removeFolder(folder);
  });

  /** The certificate of Caddy's own authority, which signs names that no public one may sign. */
  const authority = () => readFileSync(join(folder, 'caddy/pki/authorities/local/root.crt'));

  function ask(path: string, headers: Record<string, string> = {}, body?: object): Promise<Reply> {
    const text = JSON.stringify(body);
    const json = body ? { 'content-type': 'application/json', 'content-length': `${Buffer.byteLength(text)}` } : {};
    const options = { method: body ? 'POST' : 'GET', headers: { ...headers, ...json }, ca: authority(), agent: false };
    return new Promise((resolve, reject) => {
      const sent = request(`${name()}${path}`, options, async (answer) => {
        let received = '';
        for await (const chunk of answer) received += chunk;
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: received });
      });
      sent.on('error', reject).end(body ? text : undefined);
    });
  }

  it('carries a registration with a host-bound secure cookie, HSTS and the socket', async () => {
    const credentials = { username: uniqueName(), password: goodPassword };
    const { status, headers } = await ask('/api/register', { origin: name() }, credentials);
    expect(status).to.equal(201);
    expect(headers['strict-transport-security']).to.match(/^max-age=\d{8}/);
    const cookie = `${headers['set-cookie']}`.split(';')[0] ?? '';
    expect(cookie).to.match(/^__Host-sessionId=/);
    const device: Socket = io(name(), {
      transports: ['websocket'],
      extraHeaders: { cookie, origin: name() },
      ca: authority().toString(),
      reconnection: false,
    });
    try {
      await within(defaultTimeoutMs, 'a welcome', new Promise((resolve) => device.once('welcome', resolve)));
    } finally {
      device.close();
    }
  });

  it('serves the page, and no metrics', async () => {
    expect((await ask('/healthz')).text).to.contain('alive');
    for (const path of ['/metrics', '/%6detrics', '//metrics', '/METRICS']) {
      const { status, text } = await ask(path);
      expect(status, path).to.be.within(400, 404);
      expect(text).to.not.contain('duologue_');
    }
  });

  it('lets a client choose neither its protocol nor its request id', async () => {
    const claims = { 'x-forwarded-proto': 'http', 'x-request-id': 'chosen' };
    const { headers } = await ask('/api/registration', claims);
    expect(headers).to.have.property('strict-transport-security');
    expect(headers['x-request-id']).to.match(/^[\da-f-]{36}$/);
  });

  it('redirects pages to HTTPS, and refuses all other requests over plain HTTP', async () => {
    const plain = `http://127.0.0.1:${origin.plainPort}`;
    const send = (path: string) => exchangeBytes(plain, [requestText(`GET ${path}`, ['Connection: close'])]);
    for (const path of ['/', '/login']) {
      const { statuses, text } = await send(path);
      expect(statuses, path).to.deep.equal([308]);
      expect(text).to.match(/^location: https:\/\/127\.0\.0\.1/im);
    }
    for (const path of ['/api/me', '/socket.io/?EIO=4&transport=polling']) {
      expect((await send(path)).statuses, path).to.deep.equal([403]);
    }
    expect((await send('/healthz')).statuses, 'the health check of Caddy').to.deep.equal([200]);
  });
});

describe('Caddy in front of HAProxy', () => {
  const folder = makeFolder('caddy-headers');
  const seen: IncomingHttpHeaders[] = [];
  const haproxy = createServer(({ headers }, reply) => {
    seen.push(headers);
    reply.end();
  });
  let caddy: Program;
  after(async () => {
    await caddy?.stop();
    haproxy.close();
    removeFolder(folder);
  });

  it('names the address of the client, whatever a client claims', async () => {
    await new Promise<void>((resolve) => haproxy.listen(0, '127.0.0.1', resolve));
    const port = await freePort();
    caddy = await startCaddy(folder, { port, plainPort: await freePort() }, (haproxy.address() as AddressInfo).port);
    const headers = { 'x-forwarded-for': '6.6.6.6, 6.6.6.7', 'x-forwarded-proto': 'http' };
    await new Promise((resolve, reject) => {
      request(`https://localhost:${port}/`, { headers, rejectUnauthorized: false, agent: false }, resolve)
        .on('error', reject)
        .end();
    });
    expect(seen[0]?.['x-forwarded-for']).to.match(/^(127\.0\.0\.1|::1)$/);
    expect(seen[0]).to.include({ 'x-forwarded-proto': 'https', host: `localhost:${port}` });
  });
});
