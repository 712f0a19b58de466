/** Tests that another website can change nothing with a user's cookie, at any route. */
import { expect } from 'chai';
import { rawRequest, useNode } from '../http/in-process-node.ts';
import { register, type TestUser } from '../support/client.ts';
import { findRoutes, nameOf } from './transport-catalogue.ts';

const unsafe = (await findRoutes()).filter(({ method }) => !['GET', 'HEAD', 'OPTIONS'].includes(method));
const json = 'application/json';

describe('a request from another website', () => {
  const url = useNode();
  let user: TestUser;
  before(async () => {
    user = await register(url(), { displayName: 'Same' });
  });

  const foreignOrigins = () => [
    'https://evil.example',
    'null',
    '',
    'http://localhost:1',
    `${url()}.evil.example`,
    `https://evil.example/${url()}`,
    `${url()}@evil.example`,
    `${url()}/`.replace('127.0.0.1', '127.0.0.2'),
    url().replace(/\d+$/, '1'),
  ];

  for (const route of unsafe) {
    const { method, path } = route;
    const request = (headers: Record<string, string>, body = '{}') =>
      rawRequest(url(), path, {
        method,
        headers: { cookie: user.cookie, 'content-length': Buffer.byteLength(body), ...headers },
        body,
      });

    it(`is refused with any foreign origin at ${nameOf(route)}`, async () => {
      for (const origin of foreignOrigins()) {
        const answer = await request({ 'content-type': json, origin });
        expect([answer.status, answer.error?.code], origin).to.deep.equal([403, 'forbidden']);
        expect(answer.headers['set-cookie']).to.equal(undefined);
      }
      const silent = await request({ 'content-type': json, 'sec-fetch-site': 'cross-site' });
      expect([silent.status, silent.error?.code]).to.deep.equal([403, 'forbidden']);
    });

    it(`is refused as a form or as plain text at ${nameOf(route)}`, async () => {
      const types = ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain', 'text/json'];
      for (const type of types) {
        const foreign = await request({ 'content-type': type, origin: 'https://evil.example' }, '{"displayName":"x"}');
        expect([foreign.status, foreign.error?.code], type).to.deep.equal([403, 'forbidden']);
        const answer = await request({ 'content-type': type }, '{"displayName":"x"}');
        expect([answer.status, answer.error?.code], type).to.deep.equal([400, 'invalid_input']);
      }
    });
  }

  it('leaves the user and the session unchanged', async () => {
    const { status, text } = await rawRequest(url(), '/api/me', { headers: { cookie: user.cookie } });
    expect(status).to.equal(200);
    expect(JSON.parse(text).user.displayName).to.equal('Same');
  });

  it('receives no CORS header that lets it read an answer', async () => {
    const headers = { cookie: user.cookie, origin: 'https://evil.example' };
    for (const options of [{ headers }, { method: 'OPTIONS', headers }]) {
      const answer = await rawRequest(url(), '/api/me', options);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).to.deep.equal([]);
    }
  });
});
