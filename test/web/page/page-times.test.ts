/** The times on the page follow the time zone of the device. */
import { openSite } from './page-site.ts';
import { becomes, count } from './visitor.ts';

describe('page: a time', () => {
  const site = openSite();

  it('is told in the new time zone when the device has moved', async () => {
    const [ann, ben] = await site().pair({ locale: 'en-GB' });
    await ann.open(ben);
    await ann.say('where am I');
    await ann.marked(ben, 'where am I', 'Sent');
    const time = ann.message(ben, 'where am I').locator('time');
    const heading = ann.log(ben).locator('.day time');
    const listed = ann.item('Conversations', ben).locator('time');
    const sentAt = new Date((await time.getAttribute('datetime')) ?? '');
    const clockIn = (timeZone: string) => sentAt.toLocaleTimeString('en-GB', { timeStyle: 'short', timeZone });
    const dayIn = (timeZone: string) => sentAt.toLocaleDateString('sv', { timeZone });
    const cdp = await ann.page.context().newCDPSession(ann.page);
    for (const timezoneId of ['Europe/Berlin', 'Pacific/Kiritimati', 'America/Los_Angeles']) {
      await cdp.send('Emulation.setTimezoneOverride', { timezoneId: '' });
      await cdp.send('Emulation.setTimezoneOverride', { timezoneId });
      // The user returns to the page.
      await ann.page.evaluate(() => window.dispatchEvent(new Event('focus')));
      await becomes(() => time.textContent(), clockIn(timezoneId));
      await becomes(() => listed.textContent(), clockIn(timezoneId));
      await becomes(() => heading.getAttribute('datetime'), dayIn(timezoneId));
      await count(heading, 1);
    }
    for (const visitor of [ann, ben]) await visitor.leave();
  });

  it('follows the language of the page without a reload', async () => {
    const [ann, ben] = await site().pair({ locale: 'en-US', timezoneId: 'America/New_York' });
    await ann.open(ben);
    await ann.say('in words');
    await ann.marked(ben, 'in words', 'Sent');
    await ann.page.clock.install({ time: Date.now() });
    await ann.page.reload();
    const heading = ann.log(ben).locator('.day time');
    await becomes(() => heading.textContent(), 'Today');
    const time = ann.page.getByRole('article').locator('time');
    const listed = ann.page.getByRole('listitem').filter({ hasText: ben.name }).locator('time');
    const sentAt = new Date((await time.getAttribute('datetime')) ?? '');
    const clockIn = (locale: string) =>
      sentAt.toLocaleTimeString(locale, { timeStyle: 'short', timeZone: 'America/New_York' });
    await becomes(() => time.textContent(), clockIn('en-US'));
    // Another tab of this browser stores the choice.
    const choose = (newValue: string) =>
      ann.page.evaluate((value) => {
        const change = { key: 'duologue.look/language', newValue: value };
        window.dispatchEvent(new StorageEvent('storage', change));
      }, newValue);
    await choose('de');
    await becomes(() => ann.page.locator('.day time').textContent(), 'Heute');
    await becomes(() => time.textContent(), clockIn('de'));
    await ann.page.clock.fastForward('24:00:00');
    await becomes(() => ann.page.locator('.day time').textContent(), 'Gestern');
    await becomes(() => listed.first().textContent(), 'Gestern');
    for (const visitor of [ann, ben]) await visitor.leave();
  });
});
