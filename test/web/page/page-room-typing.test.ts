/** The typing line of rooms in a browser, against a real server. */
import { eachPair, openSite } from './page-site.ts';
import { itemOf, logOf, makeRoom } from './room-finders.ts';
import type { Visitor } from './visitor.ts';

describe('page: typing in rooms', () => {
  const site = openSite();
  const others: Visitor[] = [];
  let ann: Visitor;
  let ben: Visitor;
  eachPair(site, async (...pair) => {
    [ann, ben] = pair;
    for (const called of ['cem', 'dia', 'eva']) others.push(await site().arrive(called));
    await makeRoom(ann, 'Climbing', [ben, ...others]);
    for (const visitor of [ann, ben, ...others]) {
      await itemOf(visitor, 'Climbing').click();
      await logOf(visitor, 'Climbing').waitFor();
    }
  });
  afterEach(async () => {
    for (const visitor of others.splice(0)) await visitor.leave();
  });

  /** They type on, because the word of it lasts a few seconds only. */
  const typing = async (visitors: readonly Visitor[], says: RegExp) => {
    let isOver = false;
    const type = async (visitor: Visitor) => {
      while (!isOver) await visitor.textbox('Message').pressSequentially('a', { delay: 100 });
    };
    const all = visitors.map(type);
    try {
      await ann.says(says);
    } finally {
      isOver = true;
      await Promise.all(all);
    }
  };

  it('names all of up to three who type', async () => {
    const [cem, dia] = others as [Visitor, Visitor];
    await typing([ben, cem], new RegExp(`^(${ben.name} and ${cem.name}|${cem.name} and ${ben.name}) are typing…$`));
    const names = [ben, cem, dia].map(({ name }) => name).join('|');
    await typing([ben, cem, dia], new RegExp(`^(${names}), (${names}),? and (${names}) are typing…$`));
  });

  it('names three of four who type', async () => {
    const names = [ben, ...others].map(({ name }) => name).join('|');
    await typing([ben, ...others], new RegExp(`^(${names}), (${names}),? and (${names}) are typing…$`));
  });

  it('names in the list who types in a room', async () => {
    await itemOf(ann, 'Climbing').waitFor();
    await ben.textbox('Message').pressSequentially('a');
    await itemOf(ann, 'Climbing').getByText(`${ben.name} is typing…`).waitFor();
  });
});
