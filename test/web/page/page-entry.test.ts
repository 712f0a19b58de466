/** Registration, log-in and log-out in a browser, against a real server. */
import { expect } from 'chai';
import { openSite } from './page-site.ts';
import { becomes, password, type Visitor } from './visitor.ts';

describe('page: registration and log-in', () => {
  const site = openSite();
  let visitor: Visitor;

  beforeEach(async () => {
    visitor = await site().stranger('ann');
  });
  afterEach(() => visitor?.leave());

  const path = () => new URL(visitor.page.url()).pathname;
  const enter = async (name: string, secret: string, button: string) => {
    await visitor.textbox('Username').fill(name);
    await visitor.textbox('Password').fill(secret);
    await visitor.button(button).click();
  };

  it('leads a new visitor from the log-in page to the registration and into the messenger', async () => {
    await visitor.page.goto('/');
    await visitor.button('Log in').waitFor();
    await becomes(path, '/login');
    await visitor.page.getByRole('link', { name: 'Register' }).click();
    await becomes(path, '/register');
    await visitor.textbox('Display name').fill('Ann Other');
    await enter(visitor.name, password, 'Create account');
    await visitor.button('Log out').waitFor();
    await becomes(path, '/');
    await visitor.page.locator('.profile').getByText('Ann Other').waitFor();
    await visitor.page.goto('/login');
    await visitor.button('Log out').waitFor();
    await becomes(path, '/');
  });

  it('never scrolls the document: a form that is too high scrolls itself', async () => {
    const visitor = await site().stranger('eve');
    await visitor.page.goto('/register');
    await visitor.textbox('Username').waitFor();
    for (const [width, height] of [
      [320, 568],
      [667, 375],
      [1440, 900],
    ] as const) {
      await visitor.page.setViewportSize({ width, height });
      await becomes(() => visitor.page.evaluate(() => document.documentElement.scrollHeight), height);
      await visitor.button('Create account').click({ trial: true });
    }
    await visitor.leave();
  });

  it('shows why a registration is refused', async () => {
    await visitor.page.goto('/register');
    await enter('x', password, 'Create account');
    await visitor.alert().waitFor();
    expect(path()).to.equal('/register');
    await enter(visitor.name, 'short', 'Create account');
    await visitor.alert().waitFor();
    await visitor.button('Create account').click();
    await visitor.alert().waitFor();
  });

  it('logs in and out, also with the Enter key, and refuses a wrong password', async () => {
    await visitor.page.goto('/register');
    await enter(visitor.name, password, 'Create account');
    await visitor.button('Log out').click();
    await visitor.button('Log in').waitFor();
    await becomes(path, '/login');
    await enter(visitor.name, 'not the password', 'Log in');
    await visitor.alert().waitFor();
    await visitor.textbox('Password').fill(password);
    await visitor.page.keyboard.press('Enter');
    await visitor.button('Log out').waitFor();
    await visitor.page.reload();
    await visitor.button('Log out').waitFor();
  });

  it('returns every tab to the log-in page when one tab logs out', async () => {
    await visitor.page.goto('/register');
    await enter(visitor.name, password, 'Create account');
    // The server has answered the page.
    await visitor.page.getByText('No conversations yet').waitFor();
    const second = await visitor.page.context().newPage();
    await second.goto('/');
    await second.getByRole('button', { name: 'Log out' }).click();
    await visitor.button('Log in').waitFor();
    await visitor
      .alert()
      .getByText(/session/i)
      .waitFor();
  });

  it('shows the typed password only on request', async () => {
    await visitor.page.goto('/login');
    await visitor.textbox('Password').fill(password);
    await becomes(() => visitor.textbox('Password').getAttribute('type'), 'password');
    await visitor.button('Show characters').click();
    await becomes(() => visitor.textbox('Password').getAttribute('type'), 'text');
    await becomes(() => visitor.textbox('Password').inputValue(), password);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`is accessible before log-in in the ${colorScheme} scheme`, async () => {
      const stranger = await site().stranger('eve', { colorScheme });
      for (const to of ['/login', '/register']) {
        await stranger.page.goto(to);
        await stranger.page.getByRole('heading', { level: 1 }).waitFor();
        await stranger.isAccessible();
      }
      await stranger.leave();
    });
  }
});
