/** The contract of the user store: one account a username, exact names, renaming. */
import { expect } from 'chai';
import { readNameQuery } from '../../src/protocol/name-words.ts';
import { describeStores } from './backends.ts';
import { codeOf, makeUser } from './fixtures.ts';

describeStores('user store', (stores) => {
  it('refuses a username that is taken, and keeps the first account', async () => {
    const first = await makeUser(stores(), { username: 'taken', displayName: 'First' });
    expect(await codeOf(makeUser(stores(), { username: 'taken', displayName: 'Second' }))).to.equal('username_taken');
    expect(await stores().users.findByUsernames(['taken'])).to.deep.equal([first]);
  });

  it('creates one account when twenty requests take the same username at once', async () => {
    const codes = await Promise.all(Array.from({ length: 20 }, () => codeOf(makeUser(stores(), { username: 'rush' }))));
    expect(codes.filter((code) => code === 'accepted')).to.have.length(1);
    expect(new Set(codes)).to.deep.equal(new Set(['accepted', 'username_taken']));
  });

  it('finds no user by another case, an accent, a trailing space or a NUL', async () => {
    await makeUser(stores(), { username: 'strict' });
    const near = [
      'STRICT',
      'Strict',
      'strict ',
      ' strict',
      'strìct',
      'ſtrict',
      'strict\0',
      'stric',
      '',
      'str%',
      'stric_',
    ];
    expect(await stores().users.findByUsernames(near)).to.deep.equal([]);
    for (const name of near) expect(await stores().credentials.find(name), name).to.equal(null);
  });

  it('distinguishes names that differ in one character', async () => {
    const names = ['a.b', 'a-b', 'a_b', 'a.b.', 'a.b_'];
    const users = await Promise.all(names.map((username) => makeUser(stores(), { username })));
    expect(new Set(users.map(({ id }) => id)).size).to.equal(names.length);
    for (const user of users) {
      expect(await stores().users.findByUsernames([user.username])).to.deep.equal([user]);
    }
  });

  it('finds a renamed user by the new name, not by the old one', async () => {
    const { id } = await makeUser(stores(), { username: 'renamed', displayName: 'Oldname' });
    const user = await stores().users.rename(id, { displayName: 'Newname 😀', nameKey: 'newname 😀' });
    expect(user).to.include({ id, username: 'renamed', displayName: 'Newname 😀' });
    expect(await stores().users.findByIds([id])).to.deep.equal([user]);
    const search = (text: string) => stores().users.search({ name: readNameQuery(text), after: null, limit: 10 });
    expect(await search('oldname')).to.deep.equal([]);
    expect(await search('newname')).to.deep.equal([user]);
  });

  it('stores a display name of 64 characters beyond the basic plane exactly', async () => {
    const displayName = '😀'.repeat(64);
    const { id } = await makeUser(stores(), { displayName });
    expect((await stores().users.findByIds([id]))[0]).to.have.property('displayName', displayName);
  });

  it('keeps the last-seen time to the millisecond', async () => {
    const { id, lastSeenAt } = await makeUser(stores());
    expect(lastSeenAt).to.equal(null);
    const at = new Date('2026-02-28T23:59:59.987Z');
    await stores().users.setLastSeen([id], at);
    expect((await stores().users.findByIds([id]))[0]?.lastSeenAt).to.deep.equal(at);
  });

  it('leaves out unknown ids and usernames', async () => {
    const user = await makeUser(stores());
    expect(await stores().users.findByIds([user.id, 'nobody', "' OR 1=1 --"])).to.deep.equal([user]);
    expect(await stores().users.findByUsernames([user.username, 'nobody-here'])).to.deep.equal([user]);
    expect(await stores().users.findByIds([])).to.deep.equal([]);
  });
});
