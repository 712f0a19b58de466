/** Registration over HTTP in each mode: what a client learns, and which requests create an account. */
import { expect } from 'chai';
import { createInvites } from '../../src/engine/identity/invites.ts';
import { backoffs } from '../../src/policy/backoffs.ts';
import type { RefusalBody } from '../../src/protocol/refusals.ts';
import { openStores } from '../../src/storage/stores.ts';
import { expectStatus, goodPassword, TestUser, uniqueName } from '../support/client.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { useNode } from './in-process-node.ts';

describe('registration over HTTP', () => {
  const dataDir = makeFolder('invited');
  const open = useNode();
  const closed = useNode({ registration: 'closed' });
  const invited = useNode({ registration: 'invite', dataDir });
  const limitedDir = makeFolder('limited');
  const limited = useNode({ registration: 'invite', dataDir: limitedDir, rateLimits: true });
  after(() => [dataDir, limitedDir].forEach(removeFolder));

  const register = async (url: string, more: object = {}) => {
    const user = new TestUser(url, { username: uniqueName(), password: goodPassword });
    const { username, password } = user;
    const body = { username, password, ...more };
    const answer = await user.fetch<{ error?: RefusalBody }>('/api/register', { method: 'POST', body });
    return { user, outcome: [answer.status, answer.body.error?.code ?? 'ok'] };
  };
  async function makeInvite(uses: number, place = dataDir): Promise<string> {
    const stores = await openStores({ databaseUrl: null, dataDir: place });
    const { code } = await createInvites(stores.invites).create({ note: '', uses, lifeMs: 600_000 });
    await stores.close();
    return code;
  }

  it('tells everybody its mode', async () => {
    const modeOf = async (url: string) =>
      expectStatus(await new TestUser(url, { username: '', password: '' }).fetch('/api/registration'), 200);
    expect(await modeOf(open())).to.deep.equal({ mode: 'open' });
    expect(await modeOf(closed())).to.deep.equal({ mode: 'closed' });
    expect(await modeOf(invited())).to.deep.equal({ mode: 'invite' });
  });

  it('is forbidden while it is closed, and gives no session', async () => {
    const { user, outcome } = await register(closed());
    expect([outcome, user.cookie]).to.deep.equal([[403, 'forbidden'], '']);
  });

  it('creates one account and its session for an invite with one use, of two requests at once', async () => {
    const invite = await makeInvite(1);
    const both = await Promise.all([register(invited(), { invite }), register(invited(), { invite })]);
    expect(both.map(({ outcome }) => outcome)).to.have.deep.members([
      [201, 'ok'],
      [403, 'invalid_invite'],
    ]);
    for (const { user, outcome } of both) {
      expect((await user.fetch('/api/me')).status).to.equal(outcome[1] === 'ok' ? 200 : 401);
      expect((await user.logIn()).status).to.equal(outcome[1] === 'ok' ? 200 : 401);
    }
  });

  it('slows down wrong invites of one address, and never a valid one', async () => {
    const invite = await makeInvite(1, limitedDir);
    for (let guess = 0; guess < backoffs.inviteGuesses.points; guess += 1) {
      expect((await register(limited(), { invite: `guess ${guess}` })).outcome).to.deep.equal([403, 'invalid_invite']);
    }
    expect((await register(limited(), { invite: 'one more guess' })).outcome).to.deep.equal([429, 'rate_limited']);
    expect((await register(limited(), { invite })).outcome).to.deep.equal([201, 'ok']);
    expect((await register(limited(), { invite })).outcome).to.deep.equal([429, 'rate_limited']);
  });

  it('refuses an invite that is missing, unknown or no text, and goes on', async () => {
    expect((await register(invited())).outcome).to.deep.equal([403, 'invalid_invite']);
    for (const invite of ['', 'unknown', "' OR 1=1 --", '%', '\u202e']) {
      expect((await register(invited(), { invite })).outcome).to.deep.equal([403, 'invalid_invite']);
    }
    for (const invite of [1, null, ['a'], { a: 1 }, 'x'.repeat(10_000), '\0', '\ud800']) {
      expect((await register(invited(), { invite })).outcome).to.deep.equal([400, 'invalid_input']);
    }
    expect((await register(invited(), { invite: await makeInvite(1) })).outcome).to.deep.equal([201, 'ok']);
  });
});
