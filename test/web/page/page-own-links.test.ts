/** Addresses of conversations and messages on this server: typed ones, and links of messages. */
import { expect } from 'chai';
import { eachPair, openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

describe('page: links to conversations of this server', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;
  eachPair(site, async (...pair) => {
    [ann, ben] = pair;
    await ben.sends(ann, 'line', 60);
  });

  const address = () => ann.page.evaluate(() => location.pathname + location.hash);
  const isOnScreen = (text: string) =>
    ann.message(ben, text).evaluate((article) => {
      const { top, bottom } = article.getBoundingClientRect();
      return top >= 0 && bottom <= window.innerHeight;
    });
  const showsMessage = async (text: string) => {
    await ann.message(ben, text).waitFor();
    await becomes(() => isOnScreen(text), true);
    await becomes(address, `/#/${ben.name}`);
  };
  const link = (text: string) => ann.page.getByRole('log').getByRole('link', { name: text, exact: true });

  it('opens addresses that end with a slash', async () => {
    await ann.page.goto(`/#/${ben.name}/3/`);
    await showsMessage('line 3.');
    await ann.page.goto('/');
    await ann.page.goto(`/#/${ben.name}/`);
    await ann.log(ben).waitFor();
  });

  it('follows a link of a message to another conversation inside the page', async () => {
    const url = `${site().url}/#/${ben.name}/3`;
    await ann.page.goto(`/#/${ann.name}`);
    await ann.log(ann).waitFor();
    await ann.say(`see ${url}`);
    await link(url).click();
    await showsMessage('line 3.');
    expect(ann.page.context().pages()).to.have.length(1);
    await ann.page.goBack();
    await link(url).waitFor();
    const [tab] = await Promise.all([
      ann.page.context().waitForEvent('page'),
      link(url).click({ modifiers: ['ControlOrMeta'] }),
    ]);
    await becomes(() => tab.url().startsWith(`${site().url}/#/${ben.name}`), true);
    await link(url).waitFor();
    await tab.close();
  });

  it('follows a link to a message of the open conversation, and Back leads out of it', async () => {
    const url = `${site().url}/#/${ben.name}/3`;
    await ann.open(ben);
    await ann.say(`see ${url}`);
    await link(url).click();
    await showsMessage('line 3.');
    await ann.page.goBack();
    await count(ann.log(ben), 0);
  });

  it('opens a link to another server, or to another part of this one, in a new tab', async () => {
    const urls = [`${site().url}/settings`, 'http://127.0.0.1:9/#/anna'];
    await ann.open(ben);
    await ann.say(`see ${urls.join(' and ')}`);
    for (const url of urls) expect(await link(url).getAttribute('href')).to.equal(url);
  });
});
