/** Tests the routes for operators: health, metrics, the API description, and the closing of a node. */
import { expect } from 'chai';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { rawRequest, startNode, useNode } from './in-process-node.ts';

describe('the health routes', () => {
  const url = useNode();

  it('answers 200 without a session while the node can serve', async () => {
    for (const path of ['/healthz', '/readyz']) expect((await rawRequest(url(), path)).status, path).to.equal(200);
  });

  it('reveals no version, host or setting', async () => {
    for (const path of ['/healthz', '/readyz']) {
      expect((await rawRequest(url(), path)).text.length, path).to.be.below(40);
    }
  });
});

describe('GET /metrics', () => {
  const url = useNode();
  const token = 'a-token-of-the-operators';
  const guarded = useNode({ metricsToken: token });
  const trusting = useNode({ trustedProxies: ['127.0.0.1'] });
  const read = (at: string, headers = {}) => rawRequest(at, '/metrics', { headers });

  it('answers Prometheus text to direct loopback requests', async () => {
    const { status, headers, text } = await read(url());
    expect(status).to.equal(200);
    expect(headers['content-type']).to.match(/^text\/plain/);
    expect(text)
      .to.match(/^# HELP /m)
      .and.match(/^duologue_sockets 0$/m)
      .and.match(/^process_cpu_seconds_total /m);
  });

  it('refuses every request through a proxy on this machine, whatever its headers', async () => {
    for (const at of [url(), trusting()]) {
      for (const headers of [
        { 'x-forwarded-for': '127.0.0.1' },
        { 'x-forwarded-for': '203.0.113.1' },
        { 'X-FORWARDED-FOR': '' },
        { forwarded: 'for=127.0.0.1' },
      ]) {
        const { status, error } = await read(at, headers);
        expect([status, error?.code], JSON.stringify(headers)).to.deep.equal([403, 'forbidden']);
      }
    }
  });

  it('answers requests with the token from any address, and no others', async () => {
    const bearer = (value: string) => ({ authorization: value, 'x-forwarded-for': '203.0.113.1' });
    expect((await read(guarded(), bearer(`Bearer ${token}`))).status).to.equal(200);
    for (const wrong of ['', token, `Bearer ${token}x`, `Bearer ${token.slice(1)}`, 'Bearer ', `Basic ${token}`]) {
      expect((await read(guarded(), bearer(wrong))).status, wrong).to.equal(403);
    }
    expect((await read(guarded())).status, 'from this machine without it').to.equal(403);
  });

  it('counts no event name that a client invents', async () => {
    await rawRequest(url(), '/api/invented-by-a-client');
    expect((await read(url())).text).to.not.contain('invented');
  });
});

describe('the description at /api/docs', () => {
  const url = useNode();

  it('is OpenAPI 3.1 and names every route of the contract', async () => {
    const { status, text } = await rawRequest(url(), '/api/docs/json');
    expect(status).to.equal(200);
    const { openapi, paths } = JSON.parse(text) as { openapi: string; paths: Record<string, object> };
    expect(openapi).to.match(/^3\.1\./);
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(routes).to.include.members([
      'POST /api/register',
      'POST /api/login',
      'POST /api/logout',
      'GET /api/me',
      'PATCH /api/me',
      'GET /api/users',
      'GET /api/conversations',
      'GET /api/conversations/{username}/messages',
      'POST /api/conversations/{username}/messages',
      'GET /healthz',
      'GET /readyz',
      'GET /metrics',
    ]);
  });

  it('shows bodies, queries and answers as schemas', async () => {
    const { paths } = JSON.parse((await rawRequest(url(), '/api/docs/json')).text);
    const { post } = paths['/api/register'];
    expect(Object.keys(post.requestBody.content['application/json'].schema.properties)).to.have.members([
      'username',
      'password',
      'displayName',
      'invite',
    ]);
    expect(post.responses).to.have.property('201');
    const { get } = paths['/api/conversations/{username}/messages'];
    const names = get.parameters.map(({ name }: { name: string }) => name);
    expect(names).to.have.members(['username', 'before', 'after', 'around', 'limit']);
  });

  it('is also a page', async () => {
    const { status, headers } = await rawRequest(url(), '/api/docs/');
    expect([status, headers['content-type']?.split(';')[0]]).to.deep.equal([200, 'text/html']);
    expect((await rawRequest(url(), '/api/docs')).status).to.equal(200);
  });
});

describe('closing a node', () => {
  it('releases its port and its data', async () => {
    const dataDir = makeFolder('closing');
    const { node, url } = await startNode({ dataDir });
    expect((await rawRequest(url, '/healthz')).status).to.equal(200);
    await node.close();
    const outcome = await rawRequest(url, '/healthz').catch((error: NodeJS.ErrnoException) => error.code);
    expect(outcome).to.equal('ECONNREFUSED');
    removeFolder(dataDir);
  });
});
