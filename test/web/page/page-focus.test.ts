/** The keyboard focus: a control that goes hands it on, and no key press throws the log to another place. */
import { expect } from 'chai';
import { eachPair, openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

const phone = { viewport: { width: 375, height: 667 }, hasTouch: true, isMobile: true };

describe('page: the focus', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;

  eachPair(site, (first, second) => {
    [ann, ben] = [first, second];
  });

  const role = () =>
    ann.page.evaluate(async () => {
      for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
      const { activeElement } = document;
      return activeElement?.getAttribute('role') ?? activeElement?.localName;
    });
  /** Activates a button by keyboard, and waits until it has gone. */
  const pressAway = async (name: string) => {
    const button = ann.button(name);
    await button.focus();
    await ann.page.keyboard.press('Enter');
    await count(button, 0);
  };
  const openAtEnd = async (messages: number) => {
    await ben.sends(ann, 'line', messages);
    await ann.open(ben);
    await ann.message(ben, 'line 1.').waitFor();
    await ann.toEnd();
    await ann.message(ben, `line ${messages}.`).waitFor();
  };

  it('goes along with a reader who scrolls down from a message, so that the log never leaps back', async () => {
    await ben.sends(ann, 'line', 400);
    await ann.page.goto(`/#/${ben.name}/120`);
    await ann.message(ben, 'line 120.').waitFor();
    await becomes(async () => /line 120\./.test(await ann.focused()), true);
    await ann.hasLogTools();
    const firstOnScreen = () =>
      ann.log(ben).evaluate((log) => {
        const { top } = log.getBoundingClientRect();
        const first = [...log.querySelectorAll('article')].find((one) => one.getBoundingClientRect().bottom > top + 2);
        return Number(first?.getAttribute('data-seq'));
      });
    await ann.log(ben).hover();
    let seen = await firstOnScreen();
    for (let turn = 0; turn < 60 && seen < 330; turn += 1) {
      await ann.page.mouse.wheel(0, 300);
      await ann.page.waitForTimeout(80);
      const now = await firstOnScreen();
      expect(now).to.be.at.least(seen - 2);
      seen = now;
    }
    expect(seen).to.be.at.least(330);
  });

  it('goes from the button of the latest message to a message, and stays in the composer on a click', async () => {
    await openAtEnd(60);
    await becomes(() => ann.focused(), 'Message');
    const up = () => ann.log(ben).evaluate((log) => log.scrollBy({ top: -1_000 }));
    await up();
    await pressAway('Latest ↓');
    await becomes(role, 'article');
    await ann.textbox('Message').focus();
    await up();
    await ann.button('Latest ↓').click();
    await count(ann.button('Latest ↓'), 0);
    await becomes(() => ann.focused(), 'Message');
  });

  it('goes from the last button for older messages to the message below it', async () => {
    await openAtEnd(60);
    await ann.log(ben).evaluate((log) => {
      // The button, and not the scroll position, loads the messages.
      window.addEventListener('scroll', (event) => event.stopImmediatePropagation(), true);
      log.scrollTo({ top: 0 });
    });
    await pressAway('Load older messages');
    await becomes(role, 'article');
    await becomes(async () => /line 1?\d\./.test(await ann.focused()), true);
  });

  it('passes from the header to the composer without moving the log', async () => {
    await openAtEnd(60);
    const top = () => ann.log(ben).evaluate((log) => log.scrollTop);
    const before = await top();
    await ann.button('Pinned messages').focus();
    for (let presses = 0; (await ann.focused()) !== 'Message'; presses += 1) {
      expect(presses).to.be.below(6);
      await ann.page.keyboard.press('Tab');
    }
    expect(await top()).to.equal(before);
  });

  it('passes through the log without moving it, wherever it stands', async () => {
    await openAtEnd(60);
    await ann.hasLogTools();
    const top = () => ann.log(ben).evaluate((log) => Math.round(log.scrollTop));
    await ann.log(ben).evaluate((log) => log.scrollBy({ top: -700 }));
    await ann.button('Latest ↓').waitFor();
    // The tab stop follows as soon as the log has come to rest.
    const stopIsInSight = () =>
      ann.log(ben).evaluate((log) => {
        const stop = log.querySelector('article[tabindex="0"]')?.getBoundingClientRect();
        const { top, bottom } = log.getBoundingClientRect();
        return stop !== undefined && stop.top >= top && stop.bottom <= bottom;
      });
    await becomes(stopIsInSight, true);
    const before = await top();
    await ann.button('Conversation actions').focus();
    await ann.page.keyboard.press('Tab');
    await becomes(role, 'article');
    expect(await top()).to.equal(before);
  });

  it('goes from the button to the end to a message also when the end is not loaded', async () => {
    await ben.sends(ann, 'line', 110);
    await ann.open(ben);
    await ann.message(ben, 'line 1.').waitFor();
    await pressAway('New messages ↓');
    await becomes(role, 'article');
  });

  it('stays in the log when a refused message is discarded', async () => {
    await ann.open(ben);
    await ann.say('stored');
    await ann.marked(ben, 'stored', 'Sent');
    await ann.keepUnsent(ben, `too long ${'!'.repeat(4_000)}`);
    let bringTools = () => {};
    const wanted = new Promise<void>((resolve) => (bringTools = resolve));
    await ann.page.route('**/assets/log-tools-*.js', async (route) => {
      await wanted;
      await route.continue();
    });
    await ann.page.reload();
    await ann.marked(ben, 'too long', 'Not sent');
    await pressAway('Discard');
    await becomes(role, 'article');
    // The key that discarded one message opens no menu of the next one when its code comes.
    bringTools();
    await ann.hasLogTools();
    await becomes(role, 'article');
    await count(ann.page.getByRole('menu'), 0);
  });

  it('is on the page after a log-in', async () => {
    await ann.logOut();
    await ann.page.goto('/login');
    await ann.logIn();
    await ann.button('Log out').waitFor();
    await becomes(async () => (await role()) !== 'body', true);
  });

  describe('on a phone', () => {
    let cid: Visitor;
    beforeEach(async () => {
      cid = await site().arrive('cid', phone);
      await ben.sends(cid, 'hello', 1);
      await cid.item('Conversations', ben).tap();
      await cid.message(ben, 'hello 1.').waitFor();
    });
    afterEach(() => cid.leave());
    const isOn = (selector: string, text: string) =>
      becomes(
        () =>
          cid.page.evaluate(
            ([of, words]) => {
              const { activeElement } = document;
              const box = activeElement?.getBoundingClientRect();
              const isInSight = box !== undefined && box.height > 0 && box.top >= 0 && box.bottom <= innerHeight;
              return isInSight && activeElement?.matches(of) && activeElement.textContent?.includes(words);
            },
            [selector, text] as const,
          ),
        true,
      );

    it('goes to the person whose conversation was archived, and after Back to its row in the archive', async () => {
      await cid.button('Conversation actions').tap();
      await cid.menuitem('Archive').tap();
      await count(cid.log(ben), 0);
      await isOn('#people a', ben.name);
      await cid.button('Archived (1)').tap();
      await cid.page.getByRole('list', { name: 'Archived conversations' }).getByRole('link').tap();
      await cid.log(ben).waitFor();
      await cid.page.goBack();
      await count(cid.log(ben), 0);
      await isOn('#archived a', ben.name);
    });

    it('goes to the message of the search that was opened, after Back', async () => {
      await cid.page.goBack();
      await count(cid.log(ben), 0);
      await cid.page.getByRole('searchbox', { name: 'Find people', exact: true }).fill('hello');
      await cid.page.getByRole('list', { name: 'Results', exact: true }).getByRole('link').tap();
      await cid.log(ben).waitFor();
      await cid.page.goBack();
      await count(cid.log(ben), 0);
      await isOn('.hit', 'hello 1.');
    });
  });

  it('goes to the composer when the only message of a log is discarded', async () => {
    await ann.open(ben);
    await ann.keepUnsent(ben, `too long ${'!'.repeat(4_000)}`);
    await ann.page.reload();
    await ann.marked(ben, 'too long', 'Not sent');
    await pressAway('Discard');
    await becomes(() => ann.focused(), 'Message');
  });

  it('does not open the keyboard of a touch screen with a conversation, and leaves it by Back once', async () => {
    const cid = await site().arrive('cid', phone);
    await ben.sends(cid, 'hello', 1);
    await cid.item('Conversations', ben).tap();
    await cid.message(ben, 'hello 1.').waitFor();
    const focused = () => cid.page.evaluate(() => document.activeElement?.localName);
    await becomes(focused, 'main');
    await cid.button('Back to conversations').tap();
    await cid.item('Conversations', ben).waitFor();
    await cid.item('Conversations', ben).tap();
    await cid.log(ben).waitFor();
    await cid.page.goBack();
    await cid.item('Conversations', ben).waitFor();
    await count(cid.log(ben), 0);
    await cid.item('Conversations', ben).tap();
    await cid.log(ben).waitFor();
    await cid.page.reload();
    await cid.log(ben).waitFor();
    await cid.button('Back to conversations').tap();
    await cid.item('Conversations', ben).waitFor();
    await cid.page.goForward();
    await cid.log(ben).waitFor();
    await cid.button('Back to conversations').tap();
    await cid.item('Conversations', ben).waitFor();
    // Back from the lists leaves the page: to the registration, where a signed-in user is led to the lists.
    await cid.page.goBack().catch(() => {});
    await count(cid.log(ben), 0);
    await cid.leave();
  });
});
