/** Tests the rules of `deploy/haproxy.cfg` on a real HAProxy: closed metrics, and headers that a client cannot forge. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { exchangeBytes, requestText } from '../abuse/raw-connection.ts';
import { useNode } from '../http/in-process-node.ts';
import { type Haproxy, startHaproxy } from '../support/haproxy.ts';

const token = 'a-token-of-the-operators';
const close = 'Connection: close';

describe('HAProxy before the metrics', () => {
  const node = useNode({ metricsToken: token, trustedProxies: ['127.0.0.1'] });
  let balancer: Haproxy;
  before(async () => {
    balancer = await startHaproxy({ nodes: [{ port: Number(new URL(node()).port) }] });
  });
  after(() => balancer?.dispose());

  const spellings = [
    '/metrics',
    '/metrics/',
    '/metrics?x=1',
    '/metrics;x',
    '/METRICS',
    '/%6detrics',
    '/%6Detrics',
    '/%6d%65%74%72%69%63%73',
    '/%256detrics',
    '//metrics',
    '/./metrics',
    '/x/../metrics',
    '/%2e/metrics',
    '/%2fmetrics',
    '/metrics%00',
    '/metrics%2f',
    '/\\metrics',
    'http://127.0.0.1/metrics',
    'http://127.0.0.1/%6detrics',
    'http://127.0.0.1//metrics',
  ];
  for (const spelling of spellings) {
    it(`refuses a request for ${spelling}, whatever its token`, async () => {
      const authorised = requestText(`GET ${spelling}`, [`Authorization: Bearer ${token}`, close]);
      const { statuses, text } = await exchangeBytes(balancer.url, [authorised]);
      expect(text).to.not.contain('duologue_sockets');
      expect(statuses).to.have.length(1);
      expect(statuses[0], text).to.be.within(400, 404);
    });
  }

  it('leaves the node itself open to the operator', async () => {
    const answer = await fetch(`${node()}/metrics`, { headers: { authorization: `Bearer ${token}` } });
    expect(await answer.text()).to.contain('duologue_sockets');
  });
});

/** Headers by which a client might claim another address, protocol, host or request id. */
const claims = [
  'X-Forwarded-For: 6.6.6.6',
  'X-Forwarded-For: 6.6.6.7, 6.6.6.8',
  'X-Forwarded-Proto: https',
  'X-Forwarded-Host: evil.example',
  'X-Forwarded-Port: 666',
  'X-Request-Id: chosen',
  'X-Duologue-Node: chosen',
  'Forwarded: for=6.6.6.6;proto=https',
];

describe('HAProxy before the headers of a request', () => {
  const seen: IncomingMessage[] = [];
  let node: Server;
  const balancers: Haproxy[] = [];
  before(async () => {
    node = createServer((request, reply) => {
      seen.push(request);
      reply.end('ok');
    });
    await new Promise<void>((resolve) => node.listen(0, '127.0.0.1', resolve));
    const nodes = [{ port: (node.address() as AddressInfo).port }];
    balancers.push(await startHaproxy({ nodes }));
    balancers.push(await startHaproxy({ nodes, tlsProxy: '127.0.0.1' }));
    balancers.push(await startHaproxy({ nodes, tlsProxy: '192.0.2.1' }));
  });
  after(async () => {
    for (const balancer of balancers) await balancer.dispose();
    node?.close();
  });

  async function headersThrough(balancer: Haproxy | undefined, lines: readonly string[]) {
    await exchangeBytes(balancer?.url ?? '', [requestText('GET /marked', [...lines, close])]);
    const { headers } = seen.findLast(({ url }) => url === '/marked') as IncomingMessage;
    return headers;
  }

  it('names the client that it sees, whatever a client claims', async () => {
    for (const balancer of [balancers[0], balancers[2]]) {
      const headers = await headersThrough(balancer, claims);
      expect(headers).to.include({
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-proto': 'http',
        'x-duologue-node': 'node1',
      });
      expect(headers['x-forwarded-host']).to.equal(headers.host);
      expect(headers['x-request-id']).to.match(/^[\da-f-]{36}$/);
      expect(headers).to.not.have.any.keys('x-forwarded-port', 'forwarded');
    }
  });

  it('names the client that the proxy in TLS_PROXY names last, over HTTPS', async () => {
    const headers = await headersThrough(balancers[1], ['X-Forwarded-For: 6.6.6.6, 203.0.113.7', ...claims.slice(2)]);
    expect(headers).to.include({ 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' });
    const six = await headersThrough(balancers[1], ['X-Forwarded-For: 2001:db8::7']);
    expect(six['x-forwarded-for']).to.equal('2001:db8::7');
    const none = await headersThrough(balancers[1], []);
    expect(none['x-forwarded-for']).to.equal('127.0.0.1');
  });
});
