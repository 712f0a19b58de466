/** Names and labels in the lists: no name or message of a peer looks like the user's own or hides a username. */
import { expect } from 'chai';
import { openSite } from './page-site.ts';
import { becomes, type Visitor } from './visitor.ts';

describe('page: names in the lists', () => {
  const site = openSite();
  const rename = async ({ page }: Visitor, displayName: string) =>
    expect((await page.context().request.patch('/api/me', { data: { displayName } })).status()).to.equal(200);

  it('shows the usernames of two users with the same long display name', async () => {
    for (const width of [320, 1_280]) {
      const [ann, ben] = await site().pair({ viewport: { width, height: 700 } });
      const namesake = await site().arrive('ben');
      for (const visitor of [ben, namesake]) {
        await rename(visitor, 'W'.repeat(64));
        await visitor.open(ann);
        await visitor.say('hello');
      }
      const name = ann.item('Conversations', ben).locator('.username');
      await name.waitFor();
      const inside = await name.evaluate((element) => {
        const [own, list] = [element.getBoundingClientRect(), element.closest('li')?.getBoundingClientRect()];
        return own.width > 0 && element.scrollWidth <= element.clientWidth && own.right <= (list?.right ?? 0);
      });
      expect(inside, `at ${width} px`).to.equal(true);
      for (const visitor of [ann, ben, namesake]) await visitor.leave();
    }
  });

  it('marks own messages, drafts and failures with a label that no message can have', async () => {
    const [ann, ben] = await site().pair();
    const label = () => ann.item('Conversations', ben).locator('.preview-label');
    const spoken = async () => (await ann.item('Conversations', ben).locator('.preview').textContent()) ?? '';
    for (const text of ['You: hello', 'Draft: hello', 'Not sent: hello', 'typing…']) {
      await ben.open(ann);
      await ben.say(text);
      // While Ben types, the item has a label that the text must not be taken for.
      await becomes(spoken, `${ben.name}: ${text}`);
      expect(await label().count(), text).to.equal(0);
    }
    await ann.open(ben);
    await ann.say('my own');
    await ann.marked(ben, 'my own', 'Sent');
    expect(await label().innerText()).to.match(/^You/);
    expect(await spoken()).to.match(/^You:\s+my own$/);
    await rename(ben, 'You');
    await ben.say('not you');
    await ann.item('Conversations', ben).getByText('not you').waitFor();
    await ann.page.reload();
    await ann.item('Conversations', ben).getByText('not you').waitFor();
    await becomes(spoken, `@${ben.name}: not you`);
    await ann.isAccessible();
    for (const visitor of [ann, ben]) await visitor.leave();
  });
});
