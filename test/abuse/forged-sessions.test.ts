/** Tests that every route with authentication refuses cookies without a valid session, before any other check. */
import { expect } from 'chai';
import { rawRequest, useNode } from '../http/in-process-node.ts';
import { expectStatus, register, type TestUser } from '../support/client.ts';
import { routeTable } from './actor-table.ts';
import { findRoutes, nameOf } from './transport-catalogue.ts';

const protectedRoutes = (await findRoutes()).filter(
  (route) => routeTable[nameOf(route)]?.cells.signedOut === 'unauthorized',
);

describe('a request with a forged session', () => {
  const url = useNode();
  let cookies: [what: string, cookie: string][];
  let live: TestUser;
  before(async () => {
    const [user, other, gone] = await Promise.all([register(url()), register(url()), register(url())]);
    live = user as TestUser;
    const ended = gone?.cookie as string;
    expectStatus(await (gone as TestUser).logOut(), 204);
    const [name, value = ''] = live.cookie.split('=');
    const [id = '', signature = ''] = decodeURIComponent(value).replace(/^s:/, '').split('.');
    const [otherId = ''] = decodeURIComponent(other?.cookie.split('=')[1] ?? '').split('.');
    const signed = (text: string) => `${name}=${encodeURIComponent(text)}`;
    cookies = [
      ['none', ''],
      ['nonsense', `${name}=garbage`],
      ['empty', `${name}=`],
      ['an ended one', ended],
      ['unsigned', signed(id)],
      ['a cut signature', signed(`${id}.${signature.slice(0, -4)}`)],
      ['an empty signature', signed(`${id}.`)],
      ['the signature of another', signed(`${otherId}.${signature}`)],
      ['another name', `session=${value}`],
      ['another name by case', `SESSIONID=${value}`],
      ['in quotes within quotes', `${name}=""${value}""`],
      ['broken escapes', `${name}=%zz%`],
      ['very long', `${name}=${'x'.repeat(5_000)}`],
      ['the prototype', '__proto__=x; constructor=y; toString=z'],
      ['fifty of them', Array.from({ length: 50 }, (_, index) => `c${index}=x`).join('; ')],
    ];
  });

  for (const route of protectedRoutes) {
    it(`is refused at ${nameOf(route)}`, async () => {
      const { method, path } = route;
      for (const [what, cookie] of cookies) {
        for (const body of method === 'GET' ? [undefined] : ['{}', '{"body":5}', '{']) {
          // Node sends the body of a DELETE without a Content-Length header unless the test sets one.
          const typed = body && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
          const headers = { ...(cookie && { cookie }), ...typed };
          const answer = await rawRequest(url(), path, { method, headers, ...(body && { body }) });
          // Broken JSON may be refused first, since the parser runs before any look-up.
          if (body === '{' && answer.status === 400) continue;
          expect([answer.status, answer.error?.code], `${what} ${body}`).to.deep.equal([401, 'unauthorized']);
        }
      }
    });
  }

  it('keeps the valid session when foreign cookies stand beside it', async () => {
    for (const cookie of [`x=1; ${live.cookie}`, `${live.cookie}; x=1`, `__proto__=x; ${live.cookie}`]) {
      expect((await rawRequest(url(), '/api/me', { headers: { cookie } })).status, cookie).to.equal(200);
    }
    for (const cookie of [`sessionId=forged; ${live.cookie}`, `${live.cookie}; sessionId=forged`]) {
      expect((await rawRequest(url(), '/api/me', { headers: { cookie } })).status, cookie).to.be.oneOf([200, 401]);
    }
  });

  it('receives the same refusal for existing and unknown users', async () => {
    const { username } = await register(url());
    const [there, nowhere] = await Promise.all(
      [username, 'unknown-user'].map((name) => rawRequest(url(), `/api/conversations/${name}/messages`)),
    );
    expect(there?.text).to.equal(nowhere?.text);
  });

  it('is refused by HEAD where GET refuses it', async () => {
    for (const { path } of protectedRoutes.filter(({ method }) => method === 'GET')) {
      expect((await rawRequest(url(), path, { method: 'HEAD' })).status, path).to.equal(401);
    }
  });
});
