/** The actions of members of a room in a browser, against a real server. */
import { expect } from 'chai';
import sharp from 'sharp';
import { eachPair, openSite } from './page-site.ts';
import { itemOf, logOf, makeRoom } from './room-finders.ts';
import { becomes, count, type Visitor } from './visitor.ts';

const room = 'Climbing';

describe('page: the actions of a room', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;
  let id: string;
  eachPair(site, async (...pair) => {
    [ann, ben] = pair;
    id = await makeRoom(ann, room, [ben]);
    for (const visitor of pair) {
      await itemOf(visitor, room).click();
      await logOf(visitor, room).waitFor();
    }
  });

  const message = (visitor: Visitor, text: string) =>
    logOf(visitor, room).getByRole('article').filter({ hasText: text });
  const choose = async (visitor: Visitor, text: string, command: string) => {
    await message(visitor, text).getByRole('button', { name: 'Message actions' }).click();
    await visitor.menuitem(command).click();
  };
  const command = async (visitor: Visitor, name: string) => {
    await visitor.button('Conversation actions').click();
    await visitor.menuitem(name).click();
  };
  const says = async (visitor: Visitor, text: string, reader: Visitor) => {
    await visitor.say(text);
    await message(reader, text).waitFor();
  };
  const isFocused = (visitor: Visitor, text: string) =>
    becomes(async () => (await visitor.focused()).includes(`: ${text}`), true);

  it('edits and deletes messages for everybody', async () => {
    await says(ann, 'at nine', ben);
    await choose(ann, 'at nine', 'Edit');
    await ann.textbox('Edit message').fill('at ten');
    await ann.button('Save').click();
    await message(ben, 'at ten').getByText('Edited').waitFor();
    await choose(ann, 'at ten', 'Delete');
    await ann.dialog().getByText('removed for everybody in the room').waitFor();
    await ann.dialog().getByRole('button', { name: 'Delete', exact: true }).click();
    await message(ben, 'Message deleted').waitFor();
    await count(message(ben, 'at ten'), 0);
  });

  it('reacts to a message, and answers it', async () => {
    await says(ann, 'who comes?', ben);
    await choose(ben, 'who comes?', 'React');
    await ben.page.getByRole('button', { name: 'React with 👍' }).last().click();
    await message(ann, 'who comes?').getByRole('button', { name: /^👍/ }).waitFor();
    await choose(ben, 'who comes?', 'Reply');
    await says(ben, 'I do', ann);
    const quote = message(ann, 'I do').getByRole('link');
    await quote.filter({ hasText: 'who comes?' }).waitFor();
    expect(await quote.getAttribute('href')).to.match(/^#\/room:/);
  });

  it('pins a message for everybody, and speaks of everybody while there is none', async () => {
    await ben.button('Pinned messages').click();
    await ben.dialog().getByText('everybody in the room finds it here').waitFor();
    await ben.button('Close').click();
    await says(ann, 'Saturday at ten', ben);
    await choose(ann, 'Saturday at ten', 'Pin');
    await message(ben, 'Saturday at ten').getByText('Pinned').waitFor();
    await ben.button('Pinned messages').click();
    await ben.dialog().getByRole('button').filter({ hasText: 'Saturday at ten' }).click();
    await isFocused(ben, 'Saturday at ten');
  });

  it('finds messages of the room only, when it searches in the room', async () => {
    await ben.sends(ann, 'the rope', 1);
    await says(ben, 'the rope is long', ann);
    await command(ann, 'Search in this conversation');
    const box = ann.page.getByRole('searchbox', { name: 'Search messages', exact: true });
    const found = ann.page.getByRole('list', { name: 'Results', exact: true }).getByRole('listitem');
    // The index has a message within two seconds.
    await becomes(async () => {
      await box.fill('');
      await box.fill('rope');
      await ann.page.locator('#results[aria-busy=false]').waitFor({ state: 'attached' });
      return found.allTextContents().then((texts) => texts.filter((text) => text.includes('the rope is long')).length);
    }, 1);
    await count(found, 1);
    await found.click();
    await isFocused(ann, 'the rope is long');
  });

  it('mutes the room, marks it as unread, and archives it', async () => {
    await says(ben, 'hello', ann);
    await command(ann, 'Mute');
    await command(ann, 'Unmute');
    await choose(ann, 'hello', 'Mark as unread');
    await itemOf(ann, room)
      .getByText(/1\s+unread/)
      .waitFor({ state: 'attached' });
    await itemOf(ann, room).click();
    await command(ann, 'Archive');
    await itemOf(ann, room).waitFor({ state: 'detached' });
    await ann.button('Archived (1)').waitFor();
    await ben.say('back?');
    await itemOf(ann, room).filter({ hasText: 'back?' }).waitFor();
  });

  it('sends a file and a picture', async () => {
    const buffer = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#5e2b73' } })
      .png()
      .toBuffer();
    await ann.button('Attach files').waitFor();
    await ann.page.locator('input[type=file]').setInputFiles([
      { name: 'route.txt', mimeType: 'text/plain', buffer: Buffer.from('left, then up') },
      { name: 'tower.png', mimeType: 'image/png', buffer },
    ]);
    await ann.button('Send').click();
    await logOf(ben, room).getByRole('img', { name: 'tower.png', exact: true }).waitFor();
    await logOf(ben, room).getByRole('link').filter({ hasText: 'route.txt' }).waitFor();
    const href = await logOf(ben, room).getByRole('link').filter({ hasText: 'route.txt' }).getAttribute('href');
    const file = await ben.page.context().request.get(String(href));
    expect(await file.text()).to.equal('left, then up');
  });

  it('keeps what is sent offline, and sends it later', async () => {
    await ann.page.context().setOffline(true);
    await ann.says(/offline|lost/i);
    await ann.say('from the tunnel');
    await message(ann, 'from the tunnel').waitFor();
    await ann.page.context().setOffline(false);
    await message(ben, 'from the tunnel').waitFor();
    await count(message(ann, 'from the tunnel'), 1);
  });

  it('opens a message of a room by its address', async () => {
    for (const text of ['one', 'two', 'three']) await says(ben, text, ann);
    await ann.page.goto('/');
    await ann.page.goto(`/#/room:${id}/1`);
    await logOf(ann, room).waitFor();
    await isFocused(ann, 'one');
  });
});
