/** The page that is opened without the network: it reads from the state that the browser has kept, and sends later. */
import { keptLogs } from './kept-state.ts';
import { openSite } from './page-site.ts';
import { becomes, count, keepsShell, type Visitor } from './visitor.ts';

describe('page: opened offline', () => {
  const site = openSite({}, { worker: true });
  let ann: Visitor;
  let ben: Visitor;
  let cid: Visitor;
  let dan: Visitor;

  beforeEach(async () => {
    [ann, ben, cid] = [await site().arrive('ann'), await site().arrive('ben'), await site().arrive('cid')];
    dan = await site().arrive('dan');
    await dan.open(ann);
    await dan.say('for ann');
    await ann.item('Conversations', dan).waitFor();
    for (const peer of [cid, ben]) {
      await ann.open(peer);
      await ann.say(`for ${peer.name}`);
      await ann.marked(peer, `for ${peer.name}`, 'Sent');
    }
    await becomes(() => keptLogs(ann), {
      [`${ann.name}/${ben.name}`]: [`for ${ben.name}`],
      [`${ann.name}/${cid.name}`]: [`for ${cid.name}`],
    });
    await keepsShell(ann.page);
    await ann.page.context().setOffline(true);
    await ann.page.reload();
  });
  afterEach(async () => {
    for (const visitor of [ann, ben, cid, dan]) await visitor?.leave();
  });

  it('shows the list, the open conversation and others, and says that it is offline', async () => {
    await ann.reads(ben, [`for ${ben.name}`]);
    await ann.says(/you are offline/);
    await ann.item('Conversations', cid).click();
    await ann.reads(cid, [`for ${cid.name}`]);
    await ann.page.goto('/settings');
    await ann.page.getByRole('heading', { name: 'Settings' }).waitFor();
  });

  it('says that the messages of a conversation are not on the device, until the network is back', async () => {
    await ann.reads(ben, [`for ${ben.name}`]);
    await ann.item('Conversations', dan).click();
    const note = ann.page.getByRole('status').getByText('not on this device');
    await note.waitFor();
    await ann.say('written offline');
    await ann.marked(dan, 'written offline', 'Sending…');
    await count(note, 0);
    await ann.page.context().setOffline(false);
    await ann.reads(dan, ['for ann', 'written offline']);
  });

  it('finds people that it shows, and messages that the browser keeps, and says so', async () => {
    await ann.reads(ben, [`for ${ben.name}`]);
    await ann.page.getByText('only the people this page knows').waitFor();
    const messages = ann.page.getByRole('searchbox', { name: 'Search messages' });
    await messages.fill(`for ${ben.name}`);
    await ann.page.getByText('Without a connection, the search finds only messages').waitFor();
    const results = ann.page.getByRole('list', { name: 'Results', exact: true }).getByRole('listitem');
    await results.waitFor();
    // The page has not loaded the messages of the other conversation.
    await messages.fill('for ');
    await count(results, 2);
    await messages.fill(`for ${cid.name}`);
    await count(results, 1);
    await results.getByRole('link').click();
    await ann.reads(cid, [`for ${cid.name}`]);
  });

  it('sends what is written as soon as the network is back, once', async () => {
    await ann.reads(ben, [`for ${ben.name}`]);
    await ann.say('written offline');
    await ann.marked(ben, 'written offline', 'Sending…');
    await ann.page.reload();
    await ann.marked(ben, 'written offline', 'Sending…');
    await ann.page.context().setOffline(false);
    await ann.marked(ben, 'written offline', 'Sent');
    await ben.open(ann);
    await ben.reads(ann, [`for ${ben.name}`, 'written offline']);
    await count(ann.message(ben, 'written offline'), 1);
  });
});
