/** The lobby in a browser, against a real server: its place in the list, its online users and their typing. */
import { expect } from 'chai';
import { eachPair, openSite } from './page-site.ts';
import { itemOf, logOf } from './room-finders.ts';
import { becomes, count, type Visitor } from './visitor.ts';

const lobby = 'Lobby';

describe('page: the lobby', () => {
  const site = openSite({ LOBBY: 'on' });
  let ann: Visitor;
  let ben: Visitor;
  eachPair(site, (...pair) => {
    [ann, ben] = pair;
  });

  const enter = async (visitor: Visitor) => {
    await itemOf(visitor, lobby).click();
    await logOf(visitor, lobby).waitFor();
  };

  it('is in the list of everybody, and nobody leaves it', async () => {
    for (const visitor of [ann, ben]) await enter(visitor);
    await ann.say('hello all');
    await logOf(ben, lobby).getByRole('article').filter({ hasText: 'hello all' }).waitFor();
    await ann.button('2 online').click();
    await count(ann.dialog().getByRole('listitem'), 2);
    await ann.isAccessible();
    expect(await ann.button('Leave room').count()).to.equal(0);
    expect(await ann.textbox('Title').count()).to.equal(0);
  });

  it('counts and lists those who are online, as they come and go', async () => {
    await enter(ann);
    await ann.button('2 online').waitFor();
    const cem = await site().arrive('cem');
    await ann.button('3 online').click();
    await ann.dialog().getByRole('listitem').filter({ hasText: cem.name }).waitFor();
    await ann.button('Close').click();
    await cem.logOut();
    await ann.button('2 online').waitFor();
    await cem.leave();
  });

  it('says in the log only who comes and goes: nothing is unread', async () => {
    await enter(ann);
    await ann.say('hello');
    await ann.button('2 online').waitFor();
    const cem = await site().arrive('cem');
    await ann.button('3 online').waitFor();
    await logOf(ann, lobby).getByText(`${cem.name} joined.`).waitFor();
    await count(itemOf(ann, lobby).getByText('unread'), 0);
    await cem.logOut();
    await logOf(ann, lobby).getByText(`${cem.name} left.`).waitFor();
    await count(itemOf(ben, lobby).filter({ hasText: 'joined' }), 0);
    await cem.leave();
  });

  it('names at most three who type', async () => {
    const others = [ben];
    for (const called of ['cem', 'dia', 'eva']) others.push(await site().arrive(called));
    for (const visitor of [ann, ...others]) await enter(visitor);
    let isOver = false;
    const type = async (visitor: Visitor) => {
      while (!isOver) await visitor.textbox('Message').pressSequentially('a', { delay: 100 });
    };
    const typing = others.map(type);
    const names = others.map(({ name }) => name).join('|');
    await ann.says(new RegExp(`^(${names}), (${names}),? and (${names}) are typing…$`));
    isOver = true;
    await Promise.all(typing);
    for (const visitor of others) await visitor.textbox('Message').fill('');
    await becomes(async () => ((await ann.status().textContent()) ?? '').includes('typing'), false);
    for (const visitor of others.slice(1)) await visitor.leave();
  });
});
