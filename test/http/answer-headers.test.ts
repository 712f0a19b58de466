/** Tests the headers of every answer: security policies, no caching of private data, no server details. */
import { connect } from 'node:net';
import { expect } from 'chai';
import { register, type TestUser } from '../support/client.ts';
import { within } from '../support/waiting.ts';
import { type RawRequest, rawRequest, useNode } from './in-process-node.ts';

describe('the security headers', () => {
  const url = useNode();
  let anna: TestUser;
  before(async () => {
    anna = await register(url());
  });

  const json = { 'content-type': 'application/json' };
  const cases: [title: string, path: string, request: () => RawRequest, status: number][] = [
    ['of a signed-in request', '/api/me', () => ({ headers: { cookie: anna.cookie } }), 200],
    ['of malformed JSON', '/api/login', () => ({ method: 'POST', headers: json, body: '{' }), 400],
    ['of a wrong field', '/api/register', () => ({ method: 'POST', headers: json, body: '{}' }), 400],
    ['without a session', '/api/me', () => ({}), 401],
    ['of a foreign origin', '/api/logout', () => ({ method: 'POST', headers: { origin: 'null' } }), 403],
    ['of an unknown path', '/nothing', () => ({}), 404],
    ['of an unknown API route', '/api/nothing', () => ({}), 404],
    ['of an oversized body', '/api/login', () => ({ method: 'POST', headers: json, body: ' '.repeat(70_000) }), 413],
    ['of the health check', '/healthz', () => ({}), 200],
    ['of the metrics', '/metrics', () => ({}), 200],
    ['of a malformed path', '/api/%zz', () => ({}), 400],
    ['of the description', '/api/docs/json', () => ({}), 200],
    ['of the description’s page', '/api/docs/', () => ({}), 200],
  ];
  for (const [title, path, request, wanted] of cases) {
    it(`covers the answer ${title} (${wanted} ${path})`, async () => {
      const { status, headers } = await rawRequest(url(), path, request());
      expect(status).to.equal(wanted);
      expect(headers['x-content-type-options']).to.equal('nosniff');
      expect(headers['referrer-policy']).to.equal('no-referrer');
      expect(headers['cross-origin-opener-policy']).to.equal('same-origin');
      const policy = headers['content-security-policy'];
      if (!path.startsWith('/api/docs')) expect(policy).to.contain("require-trusted-types-for 'script'");
      // The page of the API description has its own policy, for its styles and images.
      const own = path.startsWith('/api/docs') ? 'self' : 'none';
      expect(policy).to.be.a('string').and.contain("frame-ancestors 'none'").and.contain(`default-src '${own}'`);
      if (own === 'none') expect(policy).to.contain("worker-src 'self'").and.contain("manifest-src 'self'");
      // The placeholders of images are `data:` URLs.
      if (own === 'none') expect(policy).to.contain("img-src 'self' data:;").and.contain("media-src 'self' blob:;");
      expect(policy).to.not.match(/script-src[^;]*unsafe/);
      expect(headers['x-frame-options']).to.equal('DENY');
      expect(headers['cross-origin-resource-policy']).to.equal('same-origin');
      expect(headers['cross-origin-embedder-policy']).to.equal('require-corp');
      expect(headers['permissions-policy']).to.contain('camera=()').and.contain('microphone=(self)');
      expect(headers['cache-control'], 'is kept by no cache').to.contain('no-store');
      expect(headers).to.not.have.any.keys('x-powered-by', 'server', 'strict-transport-security');
    });
  }

  it('covers the answers of Socket.IO, refusals included', async () => {
    for (const path of ['/socket.io/?EIO=4&transport=polling', '/socket.io/?EIO=3', '/socket.io/', '/socket.io/x.js']) {
      const { headers } = await rawRequest(url(), path);
      expect(headers['content-security-policy'], path).to.contain("default-src 'none'");
      expect(headers['cache-control'], path).to.contain('no-store');
      expect(headers).to.not.have.any.keys('x-powered-by', 'server', 'access-control-allow-origin');
    }
  });

  const noHttp: [title: string, bytes: string, status: string, code: string][] = [
    ['that is not HTTP', 'nonsense\r\n\r\n', '400', 'invalid_input'],
    [
      'with too many headers',
      `GET / HTTP/1.1\r\nhost: x\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`,
      '431',
      'payload_too_large',
    ],
    [
      'with two lengths',
      'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n',
      '400',
      'invalid_input',
    ],
    ['without a host', 'GET /healthz HTTP/1.1\r\n\r\n', '400', 'invalid_input'],
    ['without a host for an unknown route', 'GET /nothing HTTP/1.1\r\n\r\n', '400', 'invalid_input'],
    ['with two hosts', 'GET /healthz HTTP/1.1\r\nhost: x\r\nhost: y\r\n\r\n', '400', 'invalid_input'],
    [
      'with an unknown Expect header',
      'POST /api/login HTTP/1.1\r\nhost: x\r\nexpect: more\r\ncontent-length: 9\r\n\r\n',
      '400',
      'invalid_input',
    ],
  ];
  for (const [title, bytes, status, code] of noHttp) {
    it(`covers the error for a request ${title}, which closes the connection`, async () => {
      const text = await rawBytes(url(), bytes);
      expect(text).to.match(new RegExp(`^HTTP/1.1 ${status} `));
      expect(text)
        .to.contain("default-src 'none'")
        .and.contain('nosniff')
        .and.contain('no-store')
        .and.contain(`"${code}"`);
    });
  }

  it('covers an HTTP/1.0 request without a Host header, such as a health check of a load balancer', async () => {
    const text = await rawBytes(url(), 'GET /healthz HTTP/1.0\r\n\r\n');
    expect(text).to.match(/^HTTP\/1.1 200 /);
  });

  it('follows 100 Continue when the client expects nothing else', async () => {
    const body = JSON.stringify({ username: 'nobody-here', password: 'long enough' });
    const headers = `host: localhost\r\nexpect: 100-continue\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${body.length}`;
    const text = await rawBytes(url(), `POST /api/login HTTP/1.1\r\n${headers}\r\n\r\n${body}`);
    expect(text).to.match(/^HTTP\/1.1 100 .*HTTP\/1.1 401 /s);
  });

  it('covers the refusal of a socket without a Host header', async () => {
    const upgrade =
      'connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==';
    for (const [transport, headers] of [
      ['polling', 'connection: close'],
      ['websocket', upgrade],
    ]) {
      const path = `/socket.io/?EIO=4&transport=${transport}`;
      const text = await rawBytes(url(), `GET ${path} HTTP/1.1\r\n${headers}\r\n\r\n`);
      expect(text, transport).to.match(/^HTTP\/1.1 40[03] /);
    }
  });
});

describe('a slow request', () => {
  const url = useNode();

  it('ends within ten seconds, whether headers or the body are incomplete', async () => {
    const halves = [
      'GET / HTTP/1.1\r\n',
      'POST /api/login HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{"a',
    ];
    const answers = await within(60_000, 'all are ended', Promise.all(halves.map((half) => rawBytes(url(), half))));
    for (const answer of answers) expect(answer).to.match(/^HTTP\/1.1 408 /);
  });
});

describe('Strict-Transport-Security', () => {
  const url = useNode({ trustedProxies: ['127.0.0.1'] });
  const untrusting = useNode();
  const https = { 'x-forwarded-proto': 'https' };

  it('is set on every answer over HTTPS', async () => {
    for (const path of ['/healthz', '/api/me', '/nothing', '/socket.io/?EIO=3']) {
      const { headers } = await rawRequest(url(), path, { headers: https });
      expect(headers['strict-transport-security'], path).to.match(/^max-age=(\d{8})/);
    }
  });

  it('stays unset over HTTP, and when only the client claims HTTPS', async () => {
    const claims = [
      await rawRequest(url(), '/healthz'),
      await rawRequest(untrusting(), '/healthz', { headers: https }),
    ];
    claims.push(await rawRequest(url(), '/healthz', { headers: { 'x-forwarded-proto': 'https, http' } }));
    for (const { headers } of claims) expect(headers).to.not.have.property('strict-transport-security');
  });
});

describe('the answer to a logout', () => {
  const url = useNode();

  it('leaves the storage of the browser to the page, which clears only what belongs to the account', async () => {
    const { cookie } = await register(url());
    const { headers } = await rawRequest(url(), '/api/logout', { method: 'POST', headers: { cookie } });
    expect(headers).not.to.have.property('clear-site-data');
  });
});

/** Sends the bytes and answers everything received until the connection ends. */
function rawBytes(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(bytes));
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk) => (text += chunk));
    socket.on('close', () => resolve(text)).on('error', reject);
  });
}
