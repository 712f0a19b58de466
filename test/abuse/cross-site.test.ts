/** What another website may not do with our user's cookie: anything that changes something, at any route. */
import { expect } from 'chai';
import { rawRequest, useNode } from '../http/in-process-node.ts';
import { type Person, register } from '../support/client.ts';
import { findRoutes, nameOf } from './door-catalogue.ts';

const unsafe = (await findRoutes()).filter(({ method }) => !['GET', 'HEAD', 'OPTIONS'].includes(method));
const json = 'application/json';

describe('a request of another website', () => {
  const url = useNode();
  let person: Person;
  before(async () => {
    person = await register(url(), { displayName: 'Same' });
  });

  const strange = () => [
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
    const ask = (headers: Record<string, string>, body = '{}') =>
      rawRequest(url(), path, {
        method,
        headers: { cookie: person.cookie, 'content-length': Buffer.byteLength(body), ...headers },
        body,
      });

    it(`is refused whatever it calls itself: ${nameOf(route)}`, async () => {
      for (const origin of strange()) {
        const answer = await ask({ 'content-type': json, origin });
        expect([answer.status, answer.error?.code], origin).to.deep.equal([403, 'forbidden']);
        expect(answer.headers['set-cookie']).to.equal(undefined);
      }
      const silent = await ask({ 'content-type': json, 'sec-fetch-site': 'cross-site' });
      expect([silent.status, silent.error?.code]).to.deep.equal([403, 'forbidden']);
    });

    it(`is refused as a form, or as text that happens to be JSON: ${nameOf(route)}`, async () => {
      const types = ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain', 'text/json'];
      for (const type of types) {
        const foreign = await ask({ 'content-type': type, origin: 'https://evil.example' }, '{"displayName":"x"}');
        expect([foreign.status, foreign.error?.code], type).to.deep.equal([403, 'forbidden']);
        const answer = await ask({ 'content-type': type }, '{"displayName":"x"}');
        expect([answer.status, answer.error?.code], type).to.deep.equal([400, 'invalid_input']);
      }
    });
  }

  it('changed nothing and ended no session', async () => {
    const { status, text } = await rawRequest(url(), '/api/me', { headers: { cookie: person.cookie } });
    expect(status).to.equal(200);
    expect(JSON.parse(text).user.displayName).to.equal('Same');
  });

  it('gets no header that would let it read an answer', async () => {
    const headers = { cookie: person.cookie, origin: 'https://evil.example' };
    for (const request of [{ headers }, { method: 'OPTIONS', headers }]) {
      const answer = await rawRequest(url(), '/api/me', request);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).to.deep.equal([]);
    }
  });
});
