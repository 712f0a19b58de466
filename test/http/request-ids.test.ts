/** Tests the id of a request: taken from a trusted proxy, otherwise new; named in the answer. */
import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import { createRequestIds } from '../../src/http/request-ids.ts';
import { startHaproxy } from '../support/haproxy.ts';
import { rawRequest, useNode } from './in-process-node.ts';

const random = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('the id of a request', () => {
  const direct = useNode();
  const behindProxy = useNode({ trustedProxies: ['127.0.0.1'] });

  async function idFrom(url: string, headers: Record<string, string>, path = '/healthz'): Promise<string> {
    return `${(await rawRequest(url, path, { headers })).headers['x-request-id']}`;
  }

  it('is taken from a trusted proxy, and named in every answer', async () => {
    for (const path of ['/healthz', '/nowhere', '/%', '/socket.io/?EIO=4&transport=polling', '/api/me']) {
      expect(await idFrom(behindProxy(), { 'x-request-id': 'Root=1-67891233-abc' }, path), path).to.equal(
        'Root=1-67891233-abc',
      );
    }
  });

  it('is new for every request that no trusted proxy sent', async () => {
    const ids = await Promise.all(Array.from({ length: 3 }, () => idFrom(direct(), { 'x-request-id': 'chosen' })));
    expect(new Set(ids).size).to.equal(3);
    for (const id of ids) expect(id).to.match(random);
  });

  it('is new when the id of the proxy is empty, long, or has characters that a log should not hold', async () => {
    for (const id of ['', 'x'.repeat(129), 'two words', '"quoted"', '{}', 'a,b', '<b>']) {
      expect(await idFrom(behindProxy(), { 'x-request-id': id }), id).to.match(random);
    }
    expect(await idFrom(behindProxy(), { 'x-request-id': 'x'.repeat(128) })).to.equal('x'.repeat(128));
  });

  it('is made by the shipped HAProxy, whatever the client sent', async () => {
    const proxy = await startHaproxy({ nodes: [{ port: Number(new URL(behindProxy()).port) }] });
    try {
      const ids = await Promise.all(Array.from({ length: 2 }, () => idFrom(proxy.url, { 'x-request-id': 'forged' })));
      expect(new Set(ids).size).to.equal(2);
      for (const id of ids) expect(id).to.match(random);
    } finally {
      await proxy.dispose();
    }
  });

  it('is the same at each reading', () => {
    const idOf = createRequestIds([]);
    const request = { headers: {}, socket: { remoteAddress: '::1' } } as IncomingMessage;
    expect(idOf(request)).to.equal(idOf(request));
    expect(idOf({ ...request } as IncomingMessage)).to.not.equal(idOf(request));
  });
});
