/** Tests the drafts over HTTP. */
import { expect } from 'chai';
import type { DraftList, DraftSaved } from '../../src/protocol/draft-shapes.ts';
import { limits } from '../../src/protocol/limits.ts';
import type { RefusalBody } from '../../src/protocol/refusals.ts';
import { expectStatus, goodPassword, register, type TestUser } from '../support/client.ts';
import { useNode } from './in-process-node.ts';

describe('the draft routes', () => {
  const url = useNode();
  let anna: TestUser;
  let bert: TestUser;
  beforeEach(async () => {
    [anna, bert] = await Promise.all([register(url()), register(url())]);
  });

  const list = async (query = '', user = anna) => expectStatus(await user.fetch<DraftList>(`/api/drafts${query}`), 200);
  const save = (body: unknown, peer = bert.username, user = anna) =>
    user.fetch<DraftSaved & { error: RefusalBody }>(`/api/drafts/${peer}`, { method: 'PUT', body });

  it('saves, lists and removes a draft', async () => {
    expect(await list()).to.deep.equal({ drafts: [] });
    expect(expectStatus(await save({ text: 'half a\nline 😀 ', base: 0 }), 200)).to.deep.equal({ version: 1 });
    const { drafts } = await list();
    expect(drafts).to.have.length(1);
    expect(drafts[0]).to.deep.include({ with: bert.username, text: 'half a\nline 😀 ', version: 1 });
    expect(drafts[0]?.updatedAt).to.match(/^\d{4}-.*Z$/);
    expect(await list('', bert)).to.deep.equal({ drafts: [] });
    expect(expectStatus(await save({ text: '', base: 1 }), 200)).to.deep.equal({ version: 2 });
    expect(await list()).to.deep.equal({ drafts: [] });
  });

  it('answers a conflict with the stored draft, which a removal keeps as well', async () => {
    expectStatus(await save({ text: 'on the phone', base: 0 }), 200);
    const { error } = expectStatus(await save({ text: 'at the desk', base: 0 }), 409);
    expect(error).to.deep.include({ code: 'conflict', data: { text: 'on the phone', version: 1 } });
    expectStatus(await save({ text: '', base: 1 }), 200);
    const late = expectStatus(await save({ text: 'on the phone, later', base: 1 }), 409);
    expect(late.error.data).to.deep.equal({ text: '', version: 2 });
    expect(await list()).to.deep.equal({ drafts: [] });
  });

  const long = '😀'.repeat(limits.bodyMaxLength);
  it('takes as many code points as a message has', async () => {
    expectStatus(await save({ text: long, base: 0 }), 200);
    expect((await list()).drafts[0]?.text).to.equal(long);
  });

  const wrong: [string, unknown, string][] = [
    ['a text that is too long', { text: `${long}x`, base: 0 }, 'text'],
    ['a text that cannot be stored', { text: 'a\0b', base: 0 }, 'text'],
    ['a text of another type', { text: null, base: 0 }, 'text'],
    ['no base', { text: 'x' }, 'base'],
    ['a negative base', { text: 'x', base: -1 }, 'base'],
    ['a base that is too high', { text: 'x', base: 2_147_483_648 }, 'base'],
  ];
  for (const [what, body, field] of wrong) {
    it(`refuses ${what}, and stores nothing`, async () => {
      const { error } = expectStatus(await save(body), 400);
      expect(error.code).to.equal('invalid_input');
      expect(error.fields).to.have.property(field);
      expect(await list()).to.deep.equal({ drafts: [] });
    });
  }

  it('knows no unknown and no deleted user, and lets a draft to a deleted one be removed', async () => {
    expect(expectStatus(await save({ text: 'x', base: 0 }, 'nobody-here'), 404).error.code).to.equal('not_found');
    expectStatus(await save({ text: 'to Bert', base: 0 }), 200);
    const gone = await register(url());
    for (const user of [bert, gone])
      expectStatus(await user.fetch('/api/me', { method: 'DELETE', body: { password: goodPassword } }), 204);
    expectStatus(await save({ text: 'again', base: 1 }), 404);
    for (const text of ['', 'x']) expectStatus(await save({ text, base: 0 }, gone.username), 404);
    expect((await list()).drafts.map(({ text }) => text)).to.deep.equal(['to Bert']);
    expectStatus(await save({ text: '', base: 1 }), 200);
    expect(await list()).to.deep.equal({ drafts: [] });
  });

  it('stores a draft to a user on either side of a block', async () => {
    expectStatus(await bert.fetch(`/api/blocks/${anna.username}`, { method: 'PUT' }), 204);
    expectStatus(await save({ text: 'to Bert', base: 0 }), 200);
    expectStatus(await save({ text: 'to Anna', base: 0 }, anna.username, bert), 200);
  });

  it('ends a page by bytes, and goes on below its last version', async () => {
    const peers = await Promise.all(Array.from({ length: 6 }, () => register(url())));
    for (const { username } of peers) expectStatus(await save({ text: long, base: 0 }, username), 200);
    const first = await list();
    expect(first.drafts.map(({ version }) => version)).to.deep.equal([6, 5, 4, 3]);
    expect(first.next).to.equal(3);
    const second = await list(`?before=${first.next}`);
    expect(second.drafts.map(({ version }) => version)).to.deep.equal([2, 1]);
    expect(second).to.not.have.property('next');
    for (const before of ['0', 'x', '1.5']) expectStatus(await anna.fetch(`/api/drafts?before=${before}`), 400);
  });
});
