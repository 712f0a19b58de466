/** The headers of every answer: the policies of the browser, no caching of what is private, nothing of what runs here. */
import { expect } from 'chai';
import { type Person, register } from '../support/client.ts';
import { type RawRequest, rawRequest, useNode } from './in-process-node.ts';

describe('every answer', () => {
  const url = useNode();
  let anna: Person;
  before(async () => {
    anna = await register(url());
  });

  const json = { 'content-type': 'application/json' };
  const cases: [title: string, path: string, request: () => RawRequest, status: number][] = [
    ['200', '/api/me', () => ({ headers: { cookie: anna.cookie } }), 200],
    ['of malformed JSON', '/api/login', () => ({ method: 'POST', headers: json, body: '{' }), 400],
    ['of a wrong field', '/api/register', () => ({ method: 'POST', headers: json, body: '{}' }), 400],
    ['without a session', '/api/me', () => ({}), 401],
    ['to a foreign origin', '/api/logout', () => ({ method: 'POST', headers: { origin: 'null' } }), 403],
    ['where nothing is', '/nothing', () => ({}), 404],
    ['where no route is', '/api/nothing', () => ({}), 404],
    ['of too much', '/api/login', () => ({ method: 'POST', headers: json, body: ' '.repeat(70_000) }), 413],
    ['of the health', '/healthz', () => ({}), 200],
    ['of the metrics', '/metrics', () => ({}), 200],
    ['of a malformed path', '/api/%zz', () => ({}), 400],
    ['of the description', '/api/docs/json', () => ({}), 200],
    ['of the description’s page', '/api/docs/', () => ({}), 200],
  ];
  for (const [title, path, request, wanted] of cases) {
    it(`${title} carries the policies of the browser (${wanted} ${path})`, async () => {
      const { status, headers } = await rawRequest(url(), path, request());
      expect(status).to.equal(wanted);
      expect(headers['x-content-type-options']).to.equal('nosniff');
      expect(headers['referrer-policy']).to.equal('no-referrer');
      expect(headers['cross-origin-opener-policy']).to.equal('same-origin');
      const policy = headers['content-security-policy'];
      // The description's page loads styles and images of its own: its policy is another one.
      const own = path.startsWith('/api/docs') ? 'self' : 'none';
      expect(policy).to.be.a('string').and.contain("frame-ancestors 'none'").and.contain(`default-src '${own}'`);
      expect(policy).to.not.match(/script-src[^;]*unsafe/);
      expect(headers['x-frame-options']).to.equal('DENY');
      expect(headers).to.not.have.any.keys('x-powered-by', 'server');
    });
  }

  for (const [title, path, request] of cases.filter(([, path]) => /^\/api\/(me|login|register|logout)/.test(path))) {
    it(`${title} is kept by no cache (${path})`, async () => {
      const { headers } = await rawRequest(url(), path, request());
      expect(headers['cache-control']).to.contain('no-store');
    });
  }
});
