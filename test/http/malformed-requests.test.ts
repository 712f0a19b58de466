/** Tests malformed requests: each gets the contract's error, never a stack trace, a 5xx or an open connection. */

import { expect } from 'chai';
import { sizeLimits } from '../../src/policy/connection-limits.ts';
import { refusalStatus } from '../../src/protocol/refusals.ts';
import { goodPassword, register, type TestUser, uniqueName } from '../support/client.ts';
import { postJson, type RawAnswer, rawRequest, useNode } from './in-process-node.ts';

/** Expects the contract's error, with the status of its code, and nothing else. */
function expectRefusal(answer: RawAnswer, code: keyof typeof refusalStatus, what: string): void {
  expect(answer.error, `${what}: ${answer.text.slice(0, 200)}`).to.not.equal(null);
  expect([answer.status, answer.error?.code], what).to.deep.equal([refusalStatus[code], code]);
  expect(answer.headers['content-type'], what).to.match(/^application\/json/);
  expect(answer.text, what).to.not.match(/node_modules|\.ts:\d|FST_ERR|Prisma|SELECT/);
}

describe('the HTTP server, given malformed requests', () => {
  const url = useNode();
  let person: TestUser;
  before(async () => {
    person = await register(url());
  });
  const rename = (body: string | Buffer, headers = {}) =>
    rawRequest(url(), '/api/me', {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', cookie: person.cookie, ...headers },
      body,
    });

  it('refuses malformed JSON', async () => {
    const bodies = [
      '{',
      '',
      ' ',
      'undefined',
      '{"displayName":"x"',
      "{'displayName':'x'}",
      '{"displayName":"x"}}',
      'NaN',
    ];
    bodies.push(
      '{"displayName":"x"} trailing',
      '/* comment */ {"displayName":"x"}',
      '{"displayName":"x",}',
      '[1,2',
      '\0',
    );
    for (const body of bodies) expectRefusal(await rename(body), 'invalid_input', JSON.stringify(body));
  });

  it('refuses JSON that is not an object', async () => {
    for (const body of ['null', 'true', '5', '"text"', '[]', '[{"displayName":"x"}]', '1e999']) {
      expectRefusal(await rename(body), 'invalid_input', body);
    }
  });

  it('keeps prototypes unpolluted', async () => {
    for (const body of [
      '{"__proto__":{"polluted":true},"displayName":"x"}',
      '{"displayName":"x","constructor":{"prototype":{"polluted":true}}}',
      '{"\\u005f_proto__":{"polluted":true},"displayName":"x"}',
    ]) {
      const answer = await rename(body);
      expect(answer.status, body).to.be.oneOf([200, 400]);
      expect(({} as Record<string, unknown>).polluted).to.equal(undefined);
    }
  });

  it('refuses text that it cannot store: unpaired surrogates, NUL, malformed UTF-8', async () => {
    for (const name of ['\\ud83d', '\\ude00\\ud83d', 'x\\u0000y']) {
      expectRefusal(await rename(`{"displayName":"${name}"}`), 'invalid_input', name);
    }
    for (const bytes of ['ff', 'c080', 'e9', 'eda080', 'f4908080', 'e282']) {
      const invalid = [Buffer.from('{"displayName":"caf'), Buffer.from(bytes, 'hex'), Buffer.from('"}')];
      expectRefusal(await rename(Buffer.concat(invalid)), 'invalid_input', bytes);
    }
    expect((await rename('\ufeff{"displayName":"café"}')).status, 'a byte order mark').to.equal(200);
  });

  it('refuses bodies of any nesting depth', async () => {
    for (const depth of [10, 1_000, 15_000]) {
      const deep = '['.repeat(depth) + ']'.repeat(depth);
      expectRefusal(await rename(`{"displayName":${deep}}`), 'invalid_input', `${depth} deep`);
    }
    const objects = '{"a":'.repeat(5_000);
    expectRefusal(await rename(`${objects}1${'}'.repeat(5_000)}`), 'invalid_input', 'objects');
  });

  it('refuses bodies over 64 KiB with 413, with a length or in chunks, and accepts smaller ones', async () => {
    const body = (bytes: number) => `{"displayName":"x","more":"${'x'.repeat(bytes - 29)}"}`;
    expect(Buffer.byteLength(body(sizeLimits.frame.points))).to.equal(sizeLimits.frame.points);
    expect((await rename(body(sizeLimits.frame.points))).status).to.equal(200);
    expectRefusal(await rename(body(sizeLimits.frame.points + 1)), 'payload_too_large', 'one byte more');
    const length = { 'content-length': sizeLimits.frame.points + 1 };
    expectRefusal(await rename(body(sizeLimits.frame.points + 1), length), 'payload_too_large', 'said beforehand');
    const chunked = { 'transfer-encoding': 'chunked' };
    expectRefusal(await rename(body(sizeLimits.frame.points + 1), chunked), 'payload_too_large', 'in chunks');
    const tenMiB = Buffer.byteLength(body(200_000));
    const large = await rename(body(200_000), { 'content-length': tenMiB }).catch(() => null);
    if (large) expectRefusal(large, 'payload_too_large', 'large');
  });

  it('refuses media types other than JSON', async () => {
    const types = [
      'text/plain',
      'application/xml',
      'application/jsonx',
      'application/octet-stream',
      'json',
      ';',
      'a/b/c',
    ];
    for (const type of types) {
      expectRefusal(await rename('{"displayName":"x"}', { 'content-type': type }), 'invalid_input', type);
    }
    for (const type of [
      'application/json; charset=utf-8',
      'APPLICATION/JSON',
      'application/json;',
      'application/json;\tx=y',
    ]) {
      const wrong = await rename('{"displayName":5}', { 'content-type': type });
      expectRefusal(wrong, 'invalid_input', `${type} does not go round the schema`);
    }
  });

  it('answers 404 for an unknown route or method', async () => {
    const headers = { cookie: person.cookie };
    const routes: [string, string][] = [
      ['GET', '/api/nothing'],
      ['GET', '/api'],
      ['GET', '/api/'],
      ['GET', '/api/me/'],
      ['GET', '/api//me'],
      ['GET', '/API/ME'],
      ['GET', '/api/login'],
      ['DELETE', '/api/login'],
      ['PUT', '/api/me'],
      ['POST', '/api/users'],
      ['OPTIONS', '/api/me'],
      ['TRACE', '/api/me'],
      ['PROPFIND', '/api/me'],
      ['GET', '/api/conversations/a/b/messages'],
      ['GET', '/.env'],
      ['GET', '/..%2f..%2fetc%2fpasswd'],
      ['GET', '/assets/../../../package.json'],
    ];
    for (const [method, path] of routes) {
      expectRefusal(await rawRequest(url(), path, { method, headers }), 'not_found', `${method} ${path}`);
    }
  });

  const strangePaths = ['/api/%zz', '/%', '/api/conversations/%E0%A4%A/messages', '/%00', '/api/me%20', '/api/me;x'];
  for (const path of [...strangePaths, `/api/conversations/${'x'.repeat(300)}/messages`]) {
    it(`answers the path ${path.slice(0, 40)} with the contract’s error`, async () => {
      const answer = await rawRequest(url(), path, { headers: { cookie: person.cookie } });
      expect(answer.error, answer.text).to.not.equal(null);
      expect(answer.status).to.be.oneOf([400, 404]);
      expect(answer.text).to.not.contain('FST_ERR');
    });
  }

  it('ignores a method in a header', async () => {
    const headers = { cookie: person.cookie, 'x-http-method-override': 'PATCH', 'content-type': 'application/json' };
    const answer = await rawRequest(url(), '/api/me', { method: 'POST', headers, body: '{"displayName":"x"}' });
    expectRefusal(answer, 'not_found', 'override');
  });

  it('still works afterwards', async () => {
    const account = { username: uniqueName(), password: goodPassword };
    expect((await postJson(url(), '/api/register', account)).status).to.equal(201);
  });
});
