/** The settings page in a browser, against a real server. */
import { expect } from 'chai';
import type { BrowserContextOptions } from 'playwright-core';
import { until } from '../../support/waiting.ts';
import { openSite } from './page-site.ts';
import { becomes, count, password, type Visitor } from './visitor.ts';

describe('page: the settings page', () => {
  const site = openSite({}, { worker: true });

  const arrive = async (options: BrowserContextOptions = {}) => {
    const visitor = await site().arrive('ann', options);
    await visitor.page.getByRole('link', { name: 'Settings' }).click();
    await visitor.page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
    return visitor;
  };
  const path = ({ page }: Visitor) => new URL(page.url()).pathname;

  it('can be reloaded, and leads back to the previous page', async () => {
    const ann = await arrive();
    await ann.page.reload();
    await ann.page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
    await becomes(() => path(ann), '/settings');
    await ann.page.getByRole('link', { name: 'Back to conversations' }).click();
    await ann.button('Log out').waitFor();
    await becomes(() => path(ann), '/');
    await becomes(ann.focused, 'Settings');
    await ann.leave();
  });

  it('leads back to the open conversation and its draft', async () => {
    const ann = await site().arrive('ann');
    const ben = await site().arrive('ben');
    await ann.open(ben);
    await ann.textbox('Message').fill('half a line');
    const entries = await ann.page.evaluate(() => history.length);
    await ann.page.getByRole('link', { name: 'Settings' }).click();
    await ben.open(ann);
    await ben.say('Where are you?');
    await until('the title counts', async () => (await ann.page.title()) === '(1) Settings · Duologue');
    await ann.page.getByRole('link', { name: 'Back to conversations' }).click();
    await ann.log(ben).waitFor();
    await becomes(() => ann.textbox('Message').inputValue(), 'half a line');
    // The link leads back in the history: another Back does not lead into the settings.
    expect(await ann.page.evaluate(() => history.length)).to.equal(entries + 1);
    await ann.page.getByRole('link', { name: 'Settings' }).click();
    await ann.page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
    await ann.page.goBack();
    await ann.log(ben).waitFor();
    for (const visitor of [ann, ben]) await visitor.leave();
  });

  it('tells a lost connection once, and fetches its parts when the connection is back', async () => {
    const ann = await arrive();
    await ann.page.getByRole('link', { name: 'Back to conversations' }).click();
    await ann.page.context().setOffline(true);
    await ann.says(/Connection lost/);
    await ann.page.getByRole('link', { name: 'Settings' }).click();
    const told = ann.page.getByText('The server cannot be reached. Please try again in a moment.');
    await count(told, 3);
    await count(ann.page.getByRole('alert').and(told), 1);
    await ann.page.context().setOffline(false);
    await ann.page.getByRole('list', { name: 'Devices' }).getByRole('listitem').waitFor();
    await ann.section('Your data').getByRole('button', { name: 'Export conversations' }).waitFor();
    await count(told, 0);
    await ann.leave();
  });

  it('says when its code cannot be loaded, and loads it at the next try', async () => {
    const ann = await site().arrive('ann');
    const code = '**/assets/settings-page*';
    await ann.page.route(code, (route) => route.abort());
    await ann.page.getByRole('link', { name: 'Settings' }).click();
    await ann.alert().getByText('could not be loaded').waitFor();
    await ann.page.unroute(code);
    await ann.button('Try again').click();
    await ann.page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
    await ann.leave();
  });

  it('redirects a signed-out visitor to the log-in page', async () => {
    const eve = await site().stranger('eve');
    await eve.page.goto('/settings');
    await eve.button('Log in').waitFor();
    await becomes(() => path(eve), '/login');
    await eve.leave();
  });

  it('changes the display name', async () => {
    const ann = await arrive();
    await ann.textbox('Display name').fill('  Ann Other ');
    await ann.page.keyboard.press('Enter');
    await ann.page.getByText('Saved.').waitFor();
    await becomes(() => ann.textbox('Display name').inputValue(), 'Ann Other');
    await ann.textbox('Display name').fill('');
    await ann.button('Save').click();
    await ann.section('Profile').getByRole('alert').waitFor();
    await ann.page.getByRole('link', { name: 'Back to conversations' }).click();
    await ann.page.locator('.profile').getByText('Ann Other').waitFor();
    await ann.leave();
  });

  const elsewhere = async (name: string) => {
    const other = await site().stranger('other', { userAgent: 'curl/8.0' });
    await other.page.goto('/login');
    await other.logIn(name);
    await other.button('Log out').waitFor();
    return other;
  };

  it('signs out one other device, or all of them', async () => {
    const ann = await arrive();
    const others = [await elsewhere(ann.name), await elsewhere(ann.name), await elsewhere(ann.name)];
    await ann.page.reload();
    const devices = ann.section('Devices').getByRole('listitem');
    await count(devices, 4);
    await devices.first().getByText('This device').waitFor();
    await devices.first().getByText('Chrome on Linux').waitFor();
    await devices.nth(1).getByRole('button', { name: 'Sign out curl' }).click();
    await ann.section('Devices').getByRole('status').getByText('curl is signed out.').waitFor();
    await becomes(ann.focused, 'Devices');
    await count(devices, 3);
    const signedOut = () => Promise.all(others.map((other) => other.button('Log in').count()));
    await until('one is signed out', async () => (await signedOut()).filter(Boolean).length === 1);
    await ann.button('Sign out every other device').click();
    await until('all are signed out', async () => (await signedOut()).every(Boolean));
    await count(devices, 1);
    for (const other of others) await other.alert().getByText('session has ended').waitFor();
    for (const visitor of [ann, ...others]) await visitor.leave();
  });

  it('changes the password, and signs out every other device', async () => {
    const ann = await arrive();
    const other = await elsewhere(ann.name);
    const next = 'another horse and another staple';
    await ann.page.reload();
    await count(ann.section('Devices').getByRole('listitem'), 2);
    await ann.textbox('Current password').fill('not it');
    await ann.textbox('New password').fill(next);
    await ann.button('Change password').click();
    await ann.section('Password').getByRole('alert').waitFor();
    await ann.textbox('Current password').fill(password);
    await ann.button('Change password').click();
    await ann.section('Password').getByText('every other device is signed out').waitFor();
    await becomes(() => ann.textbox('New password').inputValue(), '');
    await other.button('Log in').waitFor();
    await count(ann.section('Devices').getByRole('listitem'), 1);
    await other.logIn(ann.name);
    await other.alert().waitFor();
    await other.logIn(ann.name, next);
    await other.button('Log out').waitFor();
    await ann.page.reload();
    await count(ann.section('Devices').getByRole('listitem'), 2);
    for (const visitor of [ann, other]) await visitor.leave();
  });

  it('reconnects after the password has changed, without telling the user of a lost connection', async () => {
    const ann = await site().arrive('ann');
    const ben = await site().arrive('ben');
    await ann.open(ben);
    const tab = await ann.page.context().newPage();
    await tab.goto('/');
    await tab.getByRole('button', { name: 'Log out' }).waitFor();
    await ann.page.getByRole('link', { name: 'Settings' }).click();
    await ann.textbox('Current password').fill(password);
    await ann.textbox('New password').fill('another horse and another staple');
    const connects = ann.page.waitForEvent('websocket');
    await ann.button('Change password').click();
    await connects;
    await ann.page.getByRole('link', { name: 'Back to conversations' }).click();
    // The status shows for five seconds that a lost connection is back.
    expect(await ann.status().textContent()).to.equal('');
    await ann.say('after the change');
    await ann.marked(ben, 'after the change', 'Sent');
    expect(await ann.status().textContent()).to.equal('');
    await ben.open(ann);
    await ben.say('to both tabs');
    await until('the other tab has connected again', async () => (await tab.title()).startsWith('(1)'));
    for (const visitor of [ann, ben]) await visitor.leave();
  });

  it('deletes the account after the password is confirmed, and says so', async () => {
    const ann = await arrive();
    await ann.button('Delete account…').click();
    await ann.textbox('Your password').fill('not it');
    await ann.page.keyboard.press('Escape');
    // A closed dialog is hidden, but stays in the document until the page handles its close event.
    await count(ann.page.locator('dialog'), 0);
    await becomes(ann.focused, 'Delete account…');
    await ann.page.keyboard.press('Enter');
    await becomes(() => ann.textbox('Your password').inputValue(), '');
    await ann.textbox('Your password').fill('not it');
    await ann.button('Delete my account').click();
    await ann.dialog().getByRole('alert').waitFor();
    await ann.textbox('Your password').fill(password);
    await ann.button('Delete my account').click();
    await ann.button('Log in').waitFor();
    await becomes(() => path(ann), '/login');
    await ann.alert().getByText('Your account is deleted.').waitFor();
    await ann.logIn();
    await ann.alert().getByText('Your account is deleted.').waitFor({ state: 'detached' });
    await ann.alert().waitFor();
    await ann.leave();
  });

  const narrow = { viewport: { width: 375, height: 667 } };
  for (const options of [{}, narrow, { ...narrow, colorScheme: 'dark' as const }]) {
    it(`is accessible, with ${JSON.stringify(options)}`, async () => {
      const ann = await arrive(options);
      await ann.isAccessible();
      const sideways = await ann.page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return scrollWidth - clientWidth;
      });
      expect(sideways).to.be.at.most(0);
      await ann.leave();
    });
  }
});
