/** Notifications of the page in a browser, against a real server. */
import { expect } from 'chai';
import { until } from '../../support/waiting.ts';
import { openSite } from './page-site.ts';
import { shownNotices, showsNotices } from './shown-notices.ts';
import { becomes, count, keepsShell, password, type Visitor } from './visitor.ts';

describe('page: notifications', () => {
  const site = openSite({}, { worker: true });

  const command = async (visitor: Visitor, name: string) => {
    await visitor.button('Conversation actions').click();
    await visitor.menuitem(name).click();
  };
  const icon = ({ page }: Visitor) => page.locator('link[rel=icon]').getAttribute('href');
  /** Another device of the user. */
  const again = async (visitor: Visitor) => {
    const device = await site().stranger('again');
    await device.page.goto('/login');
    await device.logIn(visitor.name, password);
    await device.button('Log out').waitFor();
    return device;
  };
  /** Until the page is connected; what tells of messages may be loaded later. */
  const openFresh = async (visitor: Visitor) => {
    await visitor.page.goto('/');
    await visitor.list('People').getByRole('listitem').first().waitFor();
  };
  const openSettings = async (visitor: Visitor) => {
    await visitor.page.goto('/settings');
    return visitor.section('Notifications');
  };

  it('counts unread messages in the title and in the icon of the tab, except those of muted conversations', async () => {
    const [ann, ben] = await site().pair();
    const phone = await again(ann);
    await ben.open(ann);
    await ben.say('one');
    await until('the title counts', async () => (await ann.page.title()).startsWith('(1)'));
    await becomes(() => icon(ann), '/favicon-unread.svg');
    await ann.open(ben);
    await becomes(() => icon(ann), '/favicon.svg');
    await command(ann, 'Mute');
    await ann.item('Conversations', ben).getByText('muted').waitFor({ state: 'attached' });
    await phone.item('Conversations', ben).getByText('muted').waitFor({ state: 'attached' });
    await ann.page.goto('/');
    await ben.say('two');
    await ann.item('Conversations', ben).getByText('1 unread').waitFor();
    await becomes(() => ann.page.title(), 'Duologue');
    await becomes(() => icon(ann), '/favicon.svg');
    await ann.page.reload();
    await ann.item('Conversations', ben).getByText('muted').waitFor({ state: 'attached' });
    await ann.isAccessible();
    await ann.item('Conversations', ben).click();
    await command(ann, 'Unmute');
    await ann.item('Conversations', ben).getByText('muted').waitFor({ state: 'detached' });
    for (const visitor of [ann, ben, phone]) await visitor.leave();
  });

  it('says that equal times of quiet hours mean the whole day', async () => {
    const ann = await site().arrive('ann');
    const section = await openSettings(ann);
    const hint = section.getByText('Both times are the same: no sound and no notifications, day and night.');
    await section.getByLabel('No sound and no notifications at night').check();
    await section.getByLabel('Until').waitFor();
    await count(hint, 0);
    await section.getByLabel('Until').fill('22:00');
    await hint.waitFor();
    await ann.isAccessible();
    await section.getByLabel('From').fill('21:00');
    await count(hint, 0);
    await ann.leave();
  });

  it('shows a notification of another conversation by the preview chosen, and withdraws it when it is read', async () => {
    const [ann, ben] = await site().pair({ permissions: ['notifications'] });
    const section = await openSettings(ann);
    await section.getByRole('button', { name: 'Turn on notifications' }).click();
    await section.getByText('Notifications are on').waitFor();
    // The worker is asked; without one, the page shows notifications itself.
    await keepsShell(ann.page);
    await openFresh(ann);
    await ben.open(ann);
    await ben.say('Are you there?');
    await showsNotices(ann.page, [`${ben.name}: Are you there? 🔇`]);
    const phone = await again(ann);
    await phone.open(ben);
    await showsNotices(ann.page, []);
    await phone.leave();
    await (await openSettings(ann)).getByRole('radio', { name: 'Neither' }).check();
    await openFresh(ann);
    await ben.say('A secret');
    await showsNotices(ann.page, ['Duologue: New message 🔇']);
    await ann.open(ben);
    await showsNotices(ann.page, []);
    await ben.say('In the open conversation');
    await ann.message(ben, 'In the open conversation').waitFor();
    expect(await shownNotices(ann.page)).to.deep.equal([]);
    for (const visitor of [ann, ben]) await visitor.leave();
  });

  it('saves the settings for every device', async () => {
    const ann = await site().arrive('ann');
    const phone = await again(ann);
    const [here, there] = [await openSettings(ann), await openSettings(phone)];
    await there.getByRole('radio', { name: 'Sender and text' }).waitFor();
    await here.getByRole('radio', { name: 'Sender only' }).check();
    await here.getByRole('checkbox', { name: 'Play a sound' }).uncheck();
    await here.getByRole('checkbox', { name: /No sound and no notifications/ }).check();
    await here.getByLabel('From').fill('21:15');
    await becomes(() => there.getByRole('radio', { name: 'Sender only' }).isChecked(), true);
    await becomes(() => there.getByRole('checkbox', { name: 'Play a sound' }).isChecked(), false);
    await becomes(() => there.getByLabel('From').inputValue(), '21:15');
    await here.getByLabel('From').fill('');
    await here.getByLabel('From').blur();
    await becomes(() => here.getByLabel('From').inputValue(), '21:15');
    await ann.isAccessible();
    for (const visitor of [ann, phone]) await visitor.leave();
  });

  /** Counts how often the page asks the browser for permission. */
  const countRequests = async ({ page }: Visitor) => {
    const asked = { times: 0 };
    await page.exposeFunction('permissionAsked', () => (asked.times += 1));
    await page.addInitScript(() => {
      Notification.requestPermission = async () => {
        await (window as unknown as { permissionAsked(): Promise<void> }).permissionAsked();
        return 'default';
      };
    });
    return asked;
  };
  /** Pretends that another window has the focus. */
  const lookAway = ({ page }: Visitor) =>
    page.evaluate(() => {
      document.hasFocus = () => false;
      window.dispatchEvent(new Event('blur'));
    });

  it('asks for permission only after a click on the offer, which it makes when a message was missed', async () => {
    const [ann, ben] = await site().pair();
    const asked = await countRequests(ann);
    await openFresh(ann);
    await lookAway(ann);
    await ben.open(ann);
    await ben.say('Hello');
    const offer = ann.page.getByRole('region', { name: 'Notifications' });
    await offer.waitFor();
    expect(asked.times).to.equal(0);
    await ann.isAccessible();
    await offer.getByRole('button', { name: 'Turn on notifications' }).click();
    await becomes(() => asked.times, 1);
    await offer.waitFor({ state: 'detached' });
    for (const visitor of [ann, ben]) await visitor.leave();
  });

  it('makes the offer no more after "Not now"', async () => {
    const [ann, ben] = await site().pair();
    const asked = await countRequests(ann);
    const offer = ann.page.getByRole('region', { name: 'Notifications' });
    await openFresh(ann);
    await lookAway(ann);
    await ben.open(ann);
    await ben.say('Hello');
    await offer.getByRole('button', { name: 'Not now' }).click();
    await openFresh(ann);
    await lookAway(ann);
    await ben.say('Hello again');
    await until('the title counts', async () => (await ann.page.title()).startsWith('(2)'));
    await ann.page.waitForTimeout(1_000);
    await offer.waitFor({ state: 'detached' });
    expect(asked.times).to.equal(0);
    for (const visitor of [ann, ben]) await visitor.leave();
  });
});
