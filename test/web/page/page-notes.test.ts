/** The notes of a user to oneself. */
import { openSite } from './page-site.ts';
import { becomes, count } from './visitor.ts';

describe('page: notes to self', () => {
  const site = openSite();

  it('opens from the own profile, without presence, delivery marks and Block', async () => {
    const ann = await site().arrive('ann');
    await ann.page.getByRole('link', { name: 'Notes to self' }).click();
    await ann.log(ann).waitFor();
    await ann.say('buy milk');
    await ann.message(ann, 'buy milk').getByText('Sending…').waitFor({ state: 'detached' });
    await ann.item('Conversations', ann).getByText('buy milk').waitFor();
    await ann.item('Conversations', ann).getByText('Notes to self').waitFor();
    await count(ann.message(ann, 'buy milk').getByText(/^(Sent|Delivered|Read)$/), 0);
    await count(ann.button('Block'), 0);
    await count(ann.page.locator('.peer').getByText('@'), 0);
    await count(ann.page.getByText(/^(online|offline)$/), 0);
    await ann.choose(ann, 'buy milk', 'Edit');
    await ann.textbox('Edit message').fill('buy bread');
    await ann.button('Save').click();
    await ann.message(ann, 'buy bread').getByRole('button', { name: 'Edited' }).waitFor();
    await ann.choose(ann, 'buy bread', 'Message info');
    await ann.dialog().getByText('Sent').waitFor();
    await count(ann.dialog().getByRole('listitem'), 1);
    await ann.button('Close').click();
    await ann.page.reload();
    await becomes(() => ann.texts(ann), ['buy bread']);
    await ann.isAccessible();
    await ann.leave();
  });
});
