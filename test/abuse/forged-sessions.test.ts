/** Cookies that are no session of ours: every route that asks for one refuses them, before it looks at anything else. */
import { expect } from 'chai';
import { rawRequest, useNode } from '../http/in-process-node.ts';
import { expectStatus, type Person, register } from '../support/client.ts';
import { routeTable } from './actor-table.ts';
import { findRoutes, nameOf } from './door-catalogue.ts';

const closed = (await findRoutes()).filter((route) => routeTable[nameOf(route)]?.cells.signedOut === 'unauthorized');

describe('forged sessions', () => {
  const url = useNode();
  let cookies: [what: string, cookie: string][];
  let live: Person;
  before(async () => {
    const [person, other, gone] = await Promise.all([register(url()), register(url()), register(url())]);
    live = person as Person;
    const ended = gone?.cookie as string;
    expectStatus(await (gone as Person).logOut(), 204);
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

  for (const route of closed) {
    it(`do not open ${nameOf(route)}`, async () => {
      const { method, path } = route;
      for (const [what, cookie] of cookies) {
        for (const body of method === 'GET' ? [undefined] : ['{}', '{"body":5}', '{']) {
          // Said by us: Node sends a DELETE's body without saying that there is one.
          const typed = body && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
          const headers = { ...(cookie && { cookie }), ...typed };
          const answer = await rawRequest(url(), path, { method, headers, ...(body && { body }) });
          // What is no JSON may be refused as that first: nothing was looked up yet.
          if (body === '{' && answer.status === 400) continue;
          expect([answer.status, answer.error?.code], `${what} ${body}`).to.deep.equal([401, 'unauthorized']);
        }
      }
    });
  }

  it('thrown in before or after the right one cost nobody but who threw them in', async () => {
    for (const cookie of [`x=1; ${live.cookie}`, `${live.cookie}; x=1`, `__proto__=x; ${live.cookie}`]) {
      expect((await rawRequest(url(), '/api/me', { headers: { cookie } })).status, cookie).to.equal(200);
    }
    for (const cookie of [`sessionId=tossed; ${live.cookie}`, `${live.cookie}; sessionId=tossed`]) {
      expect((await rawRequest(url(), '/api/me', { headers: { cookie } })).status, cookie).to.be.oneOf([200, 401]);
    }
  });

  it('give who is refused no hint of who or what exists', async () => {
    const { username } = await register(url());
    const [there, nowhere] = await Promise.all(
      [username, 'nobody-here'].map((name) => rawRequest(url(), `/api/conversations/${name}/messages`)),
    );
    expect(there?.text).to.equal(nowhere?.text);
  });

  it('get no answer by HEAD where GET gives none', async () => {
    for (const { path } of closed.filter(({ method }) => method === 'GET')) {
      expect((await rawRequest(url(), path, { method: 'HEAD' })).status, path).to.equal(401);
    }
  });
});
