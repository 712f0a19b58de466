/** Changes of messages without a connection, after a reload, and refused by the server. */
import { openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

describe('page: changes without a connection', () => {
  const site = openSite({}, { worker: true });
  let ann: Visitor;
  let ben: Visitor;

  beforeEach(async () => {
    [ann, ben] = await site().pair();
    await ann.open(ben);
    await ben.open(ann);
    for (const text of ['one', 'two', 'three']) await ann.say(text);
    await ann.marked(ben, 'three', 'Read');
    // Without a connection, the page cannot load what it did not need so far.
    await ann.hasLogTools();
    await ann.hasCode('edit-form');
  });
  afterEach(async () => {
    await ann?.leave();
    await ben?.leave();
  });

  const disconnect = async () => {
    await ann.page.context().setOffline(true);
    await ann.says(/Connection lost/);
  };
  const edit = async (before: string, after: string) => {
    await ann.choose(ben, before, 'Edit');
    await ann.textbox('Edit message').fill(after);
    await ann.textbox('Edit message').press('Enter');
  };
  const remove = async (text: string) => {
    await ann.choose(ben, text, 'Delete');
    await ann.dialog().getByRole('button', { name: 'Delete' }).click();
  };

  it('shows them at once, marks them as waiting, and saves them after a reload with the connection', async () => {
    await site().server.stop();
    await ann.says(/Connection lost/);
    await edit('one', 'one, edited');
    await ann.choose(ben, 'two', 'React');
    await ann.dialog().getByRole('button', { name: 'React with 👍' }).click();
    await ann.choose(ben, 'two', 'Pin');
    await remove('three');
    await ann.reads(ben, ['one, edited', 'two', 'Message deleted']);
    await ann.message(ben, 'one, edited').getByText('Saving the change…').waitFor({ state: 'attached' });
    await ann.reaction(ben, 'two', '👍, 1').waitFor();
    await ben.reads(ann, ['one', 'two', 'three']);
    await ann.page.goto('about:blank');
    await site().server.start();
    await ann.page.goto(`/#/${ben.name}`);
    for (const [reader, peer] of [[ann, ben] as const, [ben, ann] as const]) {
      await reader.reads(peer, ['one, edited', 'two', 'Message deleted']);
      await reader.reaction(peer, 'two', '👍, 1').waitFor();
    }
    await count(ann.log(ben).getByText('Saving the change…'), 0);
  });

  it('shows the changes that the peer made meanwhile', async () => {
    await disconnect();
    await ben.choose(ann, 'one', 'React');
    await ben.dialog().getByRole('button', { name: 'React with 🙏' }).click();
    await ben.choose(ann, 'two', 'Pin');
    await ben.say('four');
    await ben.marked(ann, 'four', 'Sent');
    await ann.page.context().setOffline(false);
    await ann.reaction(ben, 'one', '🙏, 1').waitFor();
    await ann.message(ben, 'two').getByText('Pinned', { exact: true }).waitFor({ state: 'attached' });
    await ann.reads(ben, ['one', 'two', 'three', 'four']);
  });

  it('edits and deletes a message that waits to be sent', async () => {
    await disconnect();
    await ann.say('typo');
    await ann.say('never mind');
    await edit('typo', 'no typo');
    await remove('never mind');
    await ann.reads(ben, ['one', 'two', 'three', 'no typo']);
    await ann.page.context().setOffline(false);
    await ann.marked(ben, 'no typo', 'Read');
    await ben.reads(ann, ['one', 'two', 'three', 'no typo']);
    await count(ben.button('Edited'), 0);
  });

  it('tells once that the server refused a change, and shows the message as it is stored', async () => {
    await disconnect();
    await edit('one', 'one, edited');
    const blocked = await ben.page.context().request.put(`/api/blocks/${ann.name}`);
    await becomes(() => blocked.status(), 204);
    await ann.page.context().setOffline(false);
    await ann
      .message(ben, 'one')
      .getByText(/The change was not saved/)
      .waitFor();
    await ann.reads(ben, ['one', 'two', 'three']);
    await ann.isAccessible();
    await ann.button('Dismiss').click();
    await count(ann.page.getByText(/The change was not saved/), 0);
    await ann.page.reload();
    await ann.reads(ben, ['one', 'two', 'three']);
    await count(ann.page.getByText(/The change was not saved/), 0);
  });

  it('takes a deletion back after a reload, while the time to undo lasts', async () => {
    await remove('three');
    await ann.button('Undo').waitFor();
    await ann.page.reload();
    await ann.log(ben).getByRole('article').getByText('Message deleted').waitFor();
    await ann.button('Undo').click();
    await ann.reads(ben, ['one', 'two', 'three']);
  });
});
