/** Tests logout: the session ends permanently, despite races and restarts. */
import { expect } from 'chai';
import { expectStatus, logIn, register, TestUser } from '../support/client.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { rawRequest, startNode, useNode } from './in-process-node.ts';

/** `LOGOUT_RACES=1000 npx mocha test/http/logging-out.test.ts` measures the figure; the fault scenario RC1 repeats it on three nodes. */
const races = Number(process.env.LOGOUT_RACES ?? 10);

describe('POST /api/logout', () => {
  const url = useNode();
  const me = async (cookie: string, from = url()) =>
    (await rawRequest(from, '/api/me', { headers: { cookie } })).status;

  it('answers 204 without a body, clears the cookie, and ends the session', async () => {
    const person = await register(url());
    const { cookie } = person;
    const answer = await rawRequest(url(), '/api/logout', { method: 'POST', headers: { cookie } });
    expect([answer.status, answer.text]).to.deep.equal([204, '']);
    const [line = ''] = answer.headers['set-cookie'] ?? [];
    expect(line)
      .to.match(/^sessionId=;/)
      .and.match(/Path=\//i);
    expect(/Max-Age=0/i.test(line) || /Expires=Thu, 01 Jan 1970/i.test(line)).to.equal(true);
    expect(await me(cookie)).to.equal(401);
  });

  it('refuses a request without a session, and a second logout', async () => {
    const { cookie } = await register(url());
    const out = async (headers: Record<string, string>) =>
      rawRequest(url(), '/api/logout', { method: 'POST', headers });
    expect((await out({})).error?.code).to.equal('unauthorized');
    expect((await out({ cookie })).status).to.equal(204);
    expect([(await out({ cookie })).status, (await out({ cookie })).error?.code]).to.deep.equal([401, 'unauthorized']);
  });

  it('accepts the content type that a client names on every request', async () => {
    const { cookie } = await register(url());
    const headers = { cookie, 'content-type': 'application/json' };
    expect((await rawRequest(url(), '/api/logout', { method: 'POST', headers })).status).to.equal(204);
  });

  it('ends this session and no other session of the user', async () => {
    const first = await register(url());
    const second = await logIn(url(), first);
    expectStatus(await new TestUser(url(), first, first.cookie).logOut(), 204);
    expect([await me(first.cookie), await me(second.cookie)]).to.deep.equal([401, 200]);
  });

  it(`is not undone by requests in flight, ${races} times`, async function () {
    this.timeout(300_000 + races * 1_000);
    for (let round = 0; round < races; round += 1) {
      const { cookie } = await register(url());
      const inFlight = Array.from({ length: 20 }, () => me(cookie));
      const out = rawRequest(url(), '/api/logout', { method: 'POST', headers: { cookie } });
      const statuses = await Promise.all(inFlight);
      expect((await out).status).to.equal(204);
      expect(statuses.every((status) => status === 200 || status === 401)).to.equal(true);
      expect(await Promise.all([me(cookie), me(cookie), me(cookie)])).to.deep.equal([401, 401, 401]);
    }
  });

  it('is not undone by a login with the old cookie, which gives a new session', async () => {
    const person = await register(url());
    const { cookie } = person;
    expectStatus(await person.logOut(), 204);
    const back = new TestUser(url(), person, cookie);
    expectStatus(await back.logIn(), 200);
    expect([await me(cookie), await me(back.cookie)]).to.deep.equal([401, 200]);
  });

  it('survives a restart on the same data, as do the live sessions', async () => {
    const dataDir = makeFolder('restart');
    const first = await startNode({ dataDir });
    const [stays, leaves] = await Promise.all([register(first.url), register(first.url)]);
    const left = leaves.cookie;
    expectStatus(await leaves.logOut(), 204);
    await first.node.close();
    const second = await startNode({ dataDir });
    const answers = [await me(stays.cookie, second.url), await me(left, second.url)];
    await second.node.close();
    removeFolder(dataDir);
    expect(answers).to.deep.equal([200, 401]);
  });
});
