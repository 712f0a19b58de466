/** What another website may not do: change anything with our user's cookie. */
import { expect } from 'chai';
import { register } from '../support/client.ts';
import { type RawRequest, rawRequest, useNode } from './in-process-node.ts';

const unsafe: [method: string, path: string][] = [
  ['POST', '/api/register'],
  ['POST', '/api/login'],
  ['POST', '/api/logout'],
  ['PATCH', '/api/me'],
  ['POST', '/api/conversations/somebody/messages'],
];
const json = { 'content-type': 'application/json' };

describe('a request of another website', () => {
  const url = useNode();
  const strange = () => [
    'https://evil.example',
    'null',
    '',
    'http://localhost:1',
    `${url()}.evil.example`,
    `${url()}/`.replace('127.0.0.1', '127.0.0.2'),
    url().replace(/\d+$/, '1'),
  ];

  for (const [method, path] of unsafe) {
    it(`is refused: ${method} ${path}`, async () => {
      const { cookie } = await register(url());
      for (const origin of strange()) {
        const answer = await rawRequest(url(), path, { method, headers: { ...json, cookie, origin }, body: '{}' });
        expect([answer.status, answer.error?.code], origin).to.deep.equal([403, 'forbidden']);
        expect(answer.headers['set-cookie']).to.equal(undefined);
      }
      const silent = { ...json, cookie, 'sec-fetch-site': 'cross-site' };
      const answer = await rawRequest(url(), path, { method, headers: silent, body: '{}' });
      expect([answer.status, answer.error?.code]).to.deep.equal([403, 'forbidden']);
    });
  }

  it('changes nothing and ends no session', async () => {
    const { cookie } = await register(url(), { displayName: 'Same' });
    const headers = { ...json, cookie, origin: 'https://evil.example' };
    await rawRequest(url(), '/api/me', { method: 'PATCH', headers, body: '{"displayName":"Changed"}' });
    await rawRequest(url(), '/api/logout', { method: 'POST', headers });
    const { status, text } = await rawRequest(url(), '/api/me', { headers: { cookie } });
    expect(status).to.equal(200);
    expect(JSON.parse(text).user.displayName).to.equal('Same');
  });

  it('gets no header that would let it read an answer', async () => {
    const { cookie } = await register(url());
    const headers = { cookie, origin: 'https://evil.example' };
    for (const request of [{ headers }, { method: 'OPTIONS', headers }]) {
      const answer = await rawRequest(url(), '/api/me', request);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).to.deep.equal([]);
    }
  });

  it('is refused as a form, or as text that happens to be JSON', async () => {
    const { cookie } = await register(url());
    const types = ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain', 'text/json'];
    for (const type of types) {
      const headers = { cookie, 'content-type': type };
      const answer = await rawRequest(url(), '/api/me', { method: 'PATCH', headers, body: '{"displayName":"x"}' });
      expect([answer.status, answer.error?.code], type).to.deep.equal([400, 'invalid_input']);
    }
  });
});

describe('a request of our own page', () => {
  const url = useNode();
  const listed = useNode({ publicOrigins: ['https://chat.example.org', 'https://second.example.org'] });

  async function logout(at: string, headers: RawRequest['headers']) {
    const { cookie } = await register(at);
    return (await rawRequest(at, '/api/logout', { method: 'POST', headers: { ...headers, cookie } })).status;
  }

  it('is taken: its origin names the host it was sent to', async () => {
    expect(await logout(url(), { origin: url() })).to.equal(204);
    expect(await logout(url(), { origin: 'https://chat.example.org', host: 'chat.example.org' })).to.equal(204);
    expect(await logout(url(), { 'sec-fetch-site': 'same-origin' })).to.equal(204);
    expect(await logout(url(), {})).to.equal(204);
  });

  it('is taken from every listed origin, and from no other one, where PUBLIC_ORIGIN lists them', async () => {
    expect(await logout(listed(), { origin: 'https://chat.example.org' })).to.equal(204);
    expect(await logout(listed(), { origin: 'https://second.example.org' })).to.equal(204);
    expect(await logout(listed(), { origin: listed() })).to.equal(403);
    expect(await logout(listed(), { origin: 'http://chat.example.org' })).to.equal(403);
  });
});
