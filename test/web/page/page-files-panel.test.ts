/** The panel of the files of a conversation, with real uploads. */
import { expect } from 'chai';
import { eachPair, openSite } from './page-site.ts';
import { type SentFile, sendFiles, smallPhoto } from './sent-by-page.ts';
import { becomes, count, type Visitor } from './visitor.ts';

describe('page: the files of a conversation', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;
  eachPair(site, (...pair) => {
    [ann, ben] = pair;
  });

  const panel = () => ann.page.getByRole('dialog', { name: 'Files', exact: true });
  const tab = (name: string) => panel().getByRole('tab', { name, exact: true });
  const inPanel = (name: string) => panel().getByRole('button', { name, exact: true });
  const items = () => panel().getByRole('listitem');
  const notes = (name: string): SentFile => ({ name, bytes: Buffer.from(`The text of ${name}`) });

  async function openPanel(kind?: string): Promise<void> {
    await ann.open(ben);
    await ann.button('Files').click();
    await panel().waitFor();
    if (kind) await tab(kind).click();
  }

  it('says in words that there are none', async () => {
    await openPanel();
    await panel().getByText('No photos have been sent here yet.', { exact: true }).waitFor();
    await tab('Other').click();
    await panel().getByText('No other files have been sent here yet.', { exact: true }).waitFor();
    await ann.isAccessible();
  });

  it('lists a file with its name, type, size and sender, and leads to its message', async () => {
    await sendFiles(ben, ann, [notes('plan.txt')], 'here is the plan');
    await ben.sends(ann, 'later', 60);
    await openPanel('Other');
    const link = items().getByRole('link');
    await becomes(async () => (await link.textContent())?.includes('TXT · 20 byte · '), true);
    expect(await link.textContent())
      .to.include(`plan.txt`)
      .and.to.include(ben.name);
    expect(await link.getAttribute('download')).to.equal('plan.txt');
    await inPanel('Show in conversation').click();
    await count(panel(), 0);
    await ann.message(ben, 'here is the plan').waitFor();
    await becomes(async () => (await ann.focused()).includes('here is the plan'), true);
  });

  it('hears of new and of deleted messages while it is open', async () => {
    const { seq } = await sendFiles(ben, ann, [await smallPhoto(1), notes('one.txt')]);
    await openPanel();
    await count(items(), 1);
    await sendFiles(ben, ann, [await smallPhoto(2)]);
    await count(items(), 2);
    const { request } = ben.page.context();
    expect((await request.delete(`/api/conversations/${ann.name}/messages/${seq}`)).status()).to.equal(200);
    await count(items(), 1);
    await tab('Other').click();
    await panel().getByText('No other files have been sent here yet.', { exact: true }).waitFor();
  });
});
