/** Blocking somebody from the conversation, and lifting it there and in the settings. */
import { openSite } from './page-site.ts';

describe('page: a block', function () {
  this.timeout(60_000);
  const site = openSite();

  it('takes the box away after one question, and gives it back', async () => {
    const ann = await site().arrive('ann');
    const ben = await site().arrive('ben');
    await ann.open(ben);
    await ben.open(ann);
    await ann.button('Block').click();
    await ann.page.getByRole('dialog').waitFor();
    await ann.button(`Block ${ben.name}`).click();
    await ann.textbox('Message').waitFor({ state: 'detached' });
    await ben.say('Are you there?');
    await ben.page.getByText('This person does not receive your messages.').waitFor();
    await ann.button(`Unblock ${ben.name}`).click();
    await ann.textbox('Message').waitFor();
    await ann.leave();
    await ben.leave();
  });
});
