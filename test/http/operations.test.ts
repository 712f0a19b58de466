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
