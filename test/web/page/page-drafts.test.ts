/** Drafts survive a reload, and are removed at log-out. */
import { openSite } from './page-site.ts';
import { becomes, count } from './visitor.ts';

describe('page: a draft', () => {
  const site = openSite();

  it('survives a reload and a closed tab, until it is sent or the user logs out', async () => {
    const [ann, ben] = await site().pair();
    const box = ann.textbox('Message');
    await ann.open(ben);
    await ann.say('said');
    await ann.marked(ben, 'said', 'Sent');
    await box.fill('half a\nline');
    await ann.page.reload();
    await ann.log(ben).waitFor();
    await becomes(() => box.inputValue(), 'half a\nline');
    await ann.page.goto('about:blank');
    await ann.page.goto('/');
    await ann.item('Conversations', ben).getByText('Draft: half a line').waitFor();
    await ann.item('Conversations', ben).click();
    await box.press('Enter');
    await ann.marked(ben, 'half a', 'Sent');
    await ann.page.reload();
    await ann.message(ben, 'half a').waitFor();
    await becomes(() => box.inputValue(), '');
    await box.fill('not for you');
    await ann.logOut();
    await ann.logIn();
    await ann.item('Conversations', ben).click();
    await ann.log(ben).waitFor();
    await becomes(() => box.inputValue(), '');
    await count(ann.page.getByText('not for you'), 0);
    for (const visitor of [ann, ben]) await visitor.leave();
  });
});
