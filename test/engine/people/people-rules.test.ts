/** The user directory: search, pages, blocked pairs, look-up by name. */

import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { createEngine } from '../../../src/engine/engine.ts';
import type { Caller } from '../../../src/engine/ports/identifiers.ts';
import { codeOf } from '../../contracts/fixtures.ts';
import { useEngine } from '../engine-bench.ts';

describe('createPeople', () => {
  const bench = useEngine();
  const people = () => bench().engine.people;

  /** `count` users whose display names start with a word that no other display name starts with. */
  async function namesakes(count: number) {
    const word = `w${randomUUID().slice(0, 8)}`;
    const joined = await Promise.all(Array.from({ length: count }, () => bench().join(`${word} Namesake`)));
    const sorted = joined.sort((a, b) => (a.username < b.username ? -1 : 1));
    return { word, joined: sorted, names: sorted.map(({ username }) => username) };
  }
  /** The usernames of each page. */
  async function pagesOf(viewer: Caller, query: string, limit?: number) {
    const pages: string[][] = [];
    let after: string | null = null;
    do {
      const given = { query, ...(limit && { limit }), ...(after === null ? {} : { after }) };
      const page = await people().list(viewer, given);
      pages.push(page.users.map(({ username }) => username));
      after = page.next;
    } while (after !== null && pages.length < 50);
    return pages;
  }

  it('finds users by the start of either name in any case, and shows whether they are online', async () => {
    const {
      word,
      joined: [anna],
    } = await namesakes(1);
    const viewer = await bench().join();
    if (!anna) throw new Error('Nobody joined');
    const user = { username: anna.username, displayName: `${word} Namesake`, online: false, lastSeenAt: null };
    for (const query of [word, word.toUpperCase(), anna.username]) {
      expect(await people().list(viewer, { query })).to.deep.equal({ users: [user], next: null });
    }
    expect(await people().list(viewer, { query: word.slice(1) })).to.deep.equal({ users: [], next: null });
    await bench().engine.presence.arrive({
      ...anna,
      displayName: user.displayName,
      lastSeenAt: null,
      avatarId: null,
      status: null,
    });
    expect((await people().list(viewer, { query: word })).users).to.deep.equal([{ ...user, online: true }]);
  });

  it('lists all users without a query, ten for each page', async () => {
    const {
      joined: [viewer],
    } = await namesakes(12);
    const page = await people().list(viewer as Caller, {});
    expect(page.users).to.have.length(10);
    expect(page.next).to.equal(page.users.at(-1)?.username);
  });

  it('covers all users by its pages, without an empty last page', async () => {
    const {
      word,
      names,
      joined: [viewer],
    } = await namesakes(12);
    for (const [limit, count] of [
      [1, 12],
      [5, 3],
      [6, 2],
      [12, 1],
      [undefined, 2],
    ] as const) {
      const pages = await pagesOf(viewer as Caller, word, limit);
      expect(pages.flat()).to.deep.equal(names);
      expect(pages, `${limit}`).to.have.length(count);
    }
  });

  it('skips the peer of a blocked pair and still fills the pages', async () => {
    const { word, names, joined } = await namesakes(9);
    const viewer = await bench().join();
    const hidden = joined.filter((_, index) => index < 6 && index !== 2);
    for (const { username } of hidden) await bench().engine.blocks.block(viewer, username);
    const left = names.filter((name) => !hidden.some(({ username }) => username === name));
    expect(await pagesOf(viewer, word, 2)).to.deep.equal([left.slice(0, 2), left.slice(2)]);
    expect(await pagesOf(viewer, word, 4)).to.deep.equal([left]);
    for (const { username } of joined) await bench().engine.blocks.block(viewer, username);
    expect(await people().list(viewer, { query: word })).to.deep.equal({ users: [], next: null });
  });

  it('reads a hundred users for each query when many are hidden', async () => {
    const { word, joined } = await namesakes(4);
    const viewer = await bench().join();
    for (const { username } of joined.slice(0, 3)) await bench().engine.blocks.block(viewer, username);
    const limits: number[] = [];
    const { users } = bench().parts;
    const search: typeof users.search = (query) => {
      limits.push(query.limit);
      return users.search(query);
    };
    const engine = createEngine({ ...bench().parts, users: { ...users, search } });
    await engine.people.list(viewer, { query: word, limit: 1 });
    expect(limits).to.deep.equal([2, 100]);
  });

  it('answers the id of each known username once and leaves unknown ones out', async () => {
    const [anna, bert] = await Promise.all([bench().join(), bench().join()]);
    const names = [anna.username, 'nobody-here', bert.username.toUpperCase(), bert.username, anna.username];
    expect(await people().idsOf(names)).to.have.members([anna.id, bert.id]);
    expect(await people().idsOf([])).to.deep.equal([]);
  });

  it('finds the account of an id until it is deleted', async () => {
    const anna = await bench().join('Anna A.');
    expect(await people().account(anna.id)).to.include({ id: anna.id, displayName: 'Anna A.' });
    expect(await codeOf(people().account('AAAAAAAAAAAAAAAA'))).to.equal('unauthorized');
  });
});
