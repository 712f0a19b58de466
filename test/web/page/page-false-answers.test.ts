/** The page behind a network that answers every request with a log-in page of its own. */
import { openSite } from './page-site.ts';
import { becomes, count, password, type Visitor } from './visitor.ts';

describe('page: the answers of a captive portal', () => {
  const site = openSite();
  let ann: Visitor;

  beforeEach(async () => {
    ann = await site().arrive('ann');
  });
  afterEach(() => ann?.leave());

  const portals = {
    'a page of its own': { status: 200, contentType: 'text/html', body: '<!doctype html><title>Hotel</title>' },
    'JSON of its own': { status: 200, contentType: 'application/json', body: '{"portal":"https://hotel.example/"}' },
    'an empty answer': { status: 200, body: '' },
  };
  for (const [kind, answer] of Object.entries(portals)) {
    const enterPortal = () => ann.page.route('**/api/**', (route) => route.fulfill(answer));
    const leavePortal = () => ann.page.unroute('**/api/**');

    it(`keeps the user signed in when ${kind} comes instead of the log-out`, async () => {
      await enterPortal();
      await ann.button('Log out').click();
      await ann.alert().getByText('This network answered').waitFor();
      await leavePortal();
      await ann.page.reload();
      await ann.button('Log out').waitFor();
    });

    it(`does not say that the password has changed when ${kind} comes`, async () => {
      await ann.page.goto('/settings');
      const section = ann.section('Password');
      await section.getByRole('textbox', { name: 'Current password' }).fill(password);
      await section.getByRole('textbox', { name: 'New password' }).fill('another long password');
      await enterPortal();
      await section.getByRole('button', { name: 'Change password' }).click();
      await section.getByRole('alert').getByText('This network answered').waitFor();
      await becomes(() => section.getByRole('status').textContent(), '');
    });

    it(`waits for the server when ${kind} comes while the page is opened, and refuses no log-in for good`, async () => {
      await enterPortal();
      await ann.page.reload();
      await ann.page.getByText('This network answered').waitFor();
      await leavePortal();
      await ann.button('Log out').click();
      await ann.button('Log in').waitFor();
      await enterPortal();
      await ann.logIn();
      await ann.alert().getByText('This network answered').waitFor();
      await leavePortal();
      await ann.button('Log in').click();
      await ann.button('Log out').waitFor();
      await count(ann.alert(), 0);
    });
  }
});
