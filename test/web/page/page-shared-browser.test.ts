/** The page in a browser that two users, or two tabs of one user, share; and in one without storage or cookies. */
import { expect } from 'chai';
import { openSite } from './page-site.ts';
import { becomes, count, password, type Visitor } from './visitor.ts';

describe('page: a shared browser', () => {
  const site = openSite({}, { worker: true });
  let ann: Visitor;
  let ben: Visitor;

  beforeEach(async () => {
    [ann, ben] = await site().pair();
    await ann.open(ben);
  });
  afterEach(async () => {
    await ann?.leave();
    await ben?.leave();
  });

  const secondTab = async () => {
    const page = await ann.page.context().newPage();
    await page.goto(`/#/${ben.name}`);
    return page.getByRole('textbox', { name: 'Message', exact: true });
  };

  it('keeps the draft of one user when another one logs in over the session, and logs out', async () => {
    await ann.textbox('Message').fill('to be continued');
    const cid = await site().arrive('cid');
    const annsCookies = await ann.page.context().cookies();
    await ann.page.context().addCookies(await cid.page.context().cookies());
    await ann.page.reload();
    await ann.page.locator('.profile').getByText(cid.name).waitFor();
    await ann.logOut();
    await ann.page.context().addCookies(annsCookies);
    await ann.page.goto('about:blank');
    await ann.page.goto(`/#/${ben.name}`);
    await becomes(() => ann.textbox('Message').inputValue(), 'to be continued');
    await ann.logOut();
    expect(await ann.page.evaluate(() => localStorage.length)).to.equal(0);
    await cid.page.context().close();
  });

  it('shows one draft in both tabs, and in none once it is sent', async () => {
    const other = await secondTab();
    await ann.textbox('Message').fill('from the first tab');
    await becomes(() => other.inputValue(), 'from the first tab');
    await other.press('End');
    await other.pressSequentially(' and the second');
    await becomes(() => ann.textbox('Message').inputValue(), 'from the first tab and the second');
    await other.press('Enter');
    await becomes(() => ann.textbox('Message').inputValue(), '');
    await ann.page.reload();
    await ann.message(ben, 'and the second').waitFor();
    await becomes(() => ann.textbox('Message').inputValue(), '');
  });

  it('keeps the text of a tab that has not heard yet that the session has ended, until its author logs in there', async () => {
    const other = await secondTab();
    const away = await ann.page.context().newCDPSession(other.page());
    const line = { latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
    await away.send('Network.emulateNetworkConditions', { ...line, offline: true });
    await other.page().getByRole('status').getByText('offline').waitFor();
    await other.fill('typed in the other tab');
    await becomes(() => ann.textbox('Message').inputValue(), 'typed in the other tab');
    const phone = await site().stranger('phone');
    const { request } = phone.page.context();
    await request.post('/api/login', { data: { username: ann.name, password } });
    expect((await request.delete('/api/sessions')).status()).to.equal(204);
    await ann.button('Log in').waitFor();
    expect(await other.inputValue()).to.equal('typed in the other tab');
    await away.send('Network.emulateNetworkConditions', { ...line, offline: false });
    const form = (name: string) => other.page().getByRole('textbox', { name, exact: true });
    await form('Username').fill(ann.name);
    expect(await ann.page.evaluate(() => JSON.stringify(localStorage))).not.to.contain('typed in');
    await form('Password').fill(password);
    await form('Password').press('Enter');
    await becomes(() => other.inputValue(), 'typed in the other tab');
    await phone.leave();
  });

  it('leads to the conversation of the address after the log-in, also over a reload of the log-in page', async () => {
    await ann.logOut();
    await ann.page.goto(`/?fresh#/${ben.name}`);
    await ann.button('Log in').waitFor();
    await ann.page.reload();
    await ann.logIn();
    await ann.log(ben).waitFor();
    await ann.logOut();
    await ann.logIn();
    await ann.button('Log out').waitFor();
    await count(ann.log(ben), 0);
    expect(new URL(ann.page.url()).hash).to.equal('');
  });

  it('works in a tab whose storage the browser forbids', async () => {
    const page = await ann.page.context().newPage();
    await page.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', {
        get() {
          throw new DOMException('Access is denied for this document.', 'SecurityError');
        },
      });
    });
    await page.goto(`/#/${ben.name}`);
    await page.getByRole('textbox', { name: 'Message', exact: true }).fill('without storage');
    await page.keyboard.press('Enter');
    await ben.open(ann);
    await ben.message(ann, 'without storage').waitFor();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('button', { name: 'Log in' }).waitFor();
  });

  it('says that it needs a cookie when the browser keeps none', async () => {
    const eve = await site().stranger('eve');
    await eve.page.route('**/api/login', async (route) => {
      const answer = await route.fetch();
      await eve.page.context().clearCookies();
      await route.fulfill({ status: answer.status(), contentType: 'application/json', body: await answer.text() });
    });
    await eve.page.goto('/login');
    await eve.logIn(ann.name, password);
    await eve.alert().getByText('Allow them for this address').waitFor();
    await eve.leave();
  });

  it('moves the focus into the page at the log-in, names the open conversation in the title', async () => {
    await becomes(() => ann.page.title(), `${ben.name} · Duologue`);
    await ann.logOut();
    await ann.logIn();
    await ann.button('Log out').waitFor();
    await becomes(ann.focused, 'Conversations and people');
  });

  it('leaves no error in the console of a visitor', async () => {
    const eve = await site().stranger('eve');
    const errors: string[] = [];
    eve.page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await eve.page.goto('/');
    await eve.button('Log in').waitFor();
    expect(errors).to.deep.equal([]);
    await eve.leave();
  });
});
