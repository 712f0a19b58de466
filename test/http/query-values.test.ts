/** Tests query parameters: values out of range, repeated or unknown, and the pages of the directory. */
import { expect } from 'chai';
import type { UserPage } from '../../src/protocol/shapes.ts';
import { expectStatus, register, type TestUser, uniqueName } from '../support/client.ts';
import { rawRequest, useNode } from './in-process-node.ts';

describe('the query parser', () => {
  const url = useNode();
  let anna: TestUser;
  let peer: TestUser;
  before(async () => {
    [anna, peer] = await Promise.all([register(url()), register(url())]);
  });
  const get = (path: string) => rawRequest(url(), path, { headers: { cookie: anna.cookie } });
  const routes = () => ['/api/users', '/api/conversations', `/api/conversations/${peer.username}/messages`];

  it('accepts a limit from 1 to 100 only', async () => {
    for (const route of routes()) {
      for (const limit of ['1', '100']) expect((await get(`${route}?limit=${limit}`)).status).to.equal(200);
      for (const limit of ['0', '101', '1.5', 'abc', '', '-1', '1e1', '0x10', '%2010', 'null', 'NaN', '9'.repeat(40)]) {
        const { status, error } = await get(`${route}?limit=${limit}`);
        expect([status, error?.code, error?.fields && Object.keys(error.fields)], `${route} ${limit}`).to.deep.equal([
          400,
          'invalid_input',
          ['limit'],
        ]);
      }
    }
  });

  it('takes `preview` as true or false only', async () => {
    for (const preview of ['true', 'false']) {
      expect((await get(`/api/conversations?preview=${preview}`)).status).to.equal(200);
    }
    for (const preview of ['', '1', 'TRUE', 'yes', 'null']) {
      const { status, error } = await get(`/api/conversations?preview=${preview}`);
      expect([status, error?.code, Object.keys(error?.fields ?? {})]).to.deep.equal([
        400,
        'invalid_input',
        ['preview'],
      ]);
    }
  });

  it('refuses a repeated parameter', async () => {
    for (const query of ['limit=1&limit=2', 'query=a&query=b', 'after=a&after=b']) {
      const { status, error } = await get(`/api/users?${query}`);
      expect([status, error?.code], query).to.deep.equal([400, 'invalid_input']);
    }
  });

  it('refuses a seq that no message can have', async () => {
    const [, , messages] = routes();
    for (const query of [
      'before=0',
      'before=-1',
      'after=-1',
      'around=0',
      'before=2147483648',
      'after=x',
      'around=1.0',
    ]) {
      const { status, error } = await get(`${messages}?${query}`);
      expect([status, error?.code, Object.keys(error?.fields ?? {})], query).to.deep.equal([
        400,
        'invalid_input',
        [query.split('=')[0]],
      ]);
    }
    for (const query of ['after=0', 'before=1', 'around=2147483647']) {
      expect((await get(`${messages}?${query}`)).status, query).to.equal(200);
    }
  });

  it('ignores unknown parameters, and keeps prototypes unpolluted', async () => {
    const strange = [
      '__proto__[x]=1',
      '__proto__=1',
      'constructor=1',
      'toString=1',
      'limit[]=5',
      'limit[a]=5',
      '&&&==',
      'x=%zz',
    ];
    for (const query of strange) expect((await get(`/api/users?${query}`)).status, query).to.equal(200);
    const many = Array.from({ length: 1_000 }, (_, index) => `p${index}=1`).join('&');
    expect((await get(`/api/users?${many}`)).status).to.equal(200);
    expect(({} as Record<string, unknown>).x).to.equal(undefined);
  });

  it('refuses text that cannot be stored, and foreign cursors', async () => {
    for (const path of ['/api/users?query=a%00b', '/api/users?after=%00', '/api/conversations?cursor=%00']) {
      expect((await get(path)).error?.code, path).to.equal('invalid_input');
    }
    for (const cursor of ['x', '', '1', '-5_a', '1_', 'x'.repeat(300)]) {
      expect((await get(`/api/conversations?cursor=${cursor}`)).error?.code, cursor).to.equal('invalid_input');
    }
  });
});

describe('the directory over HTTP', () => {
  const url = useNode();
  const find = async (me: TestUser, query: string) =>
    expectStatus(await me.fetch<UserPage>(`/api/users?${query}`), 200);

  it('finds users by the start of the username and of the display name, in pages', async () => {
    const prefix = uniqueName('zed');
    const names = ['a', 'b', 'c'].map((end) => `${prefix}${end}`);
    const [me] = await Promise.all(
      names.map((username) => register(url(), { username, displayName: `Ünï ${username}` })),
    );
    const person = me as TestUser;
    const usernames = ({ users }: UserPage) => users.map(({ username }) => username);
    const whole = await find(person, `query=${prefix.toUpperCase()}`);
    expect([usernames(whole), whole.next]).to.deep.equal([names, null]);
    expect(usernames(await find(person, `query=${encodeURIComponent(`ÜNÏ ${prefix}`)}`))).to.deep.equal(names);
    const first = await find(person, `query=${prefix}&limit=2`);
    expect([usernames(first), first.next]).to.deep.equal([names.slice(0, 2), names[1]]);
    const second = await find(person, `query=${prefix}&limit=2&after=${first.next}`);
    expect([usernames(second), second.next]).to.deep.equal([names.slice(2), null]);
    expect(Object.keys(whole.users[0] ?? {}).sort()).to.deep.equal(['displayName', 'lastSeenAt', 'online', 'username']);
  });

  it('answers ten users without a limit, and all users page by page', async () => {
    const me = await register(url());
    await Promise.all(Array.from({ length: 12 }, () => register(url())));
    const names: string[] = [];
    let after = '';
    do {
      const page = await find(me, `after=${after}`);
      expect(page.users.length).to.be.within(1, 10);
      names.push(...page.users.map(({ username }) => username));
      expect(names.length, 'pages without end').to.be.below(100);
      after = page.next ?? '';
    } while (after !== '');
    expect(names).to.deep.equal([...new Set(names)].sort());
    expect(names.length).to.be.at.least(13);
  });
});
