/** The page that starts with the state which the browser has kept: what it shows before the server answers, and of whom. */
import { expect } from 'chai';
import { keptLogs, keptOwners } from './kept-state.ts';
import { openSite } from './page-site.ts';
import { becomes, count, keepsShell, type Visitor } from './visitor.ts';

describe('page: a warm start', () => {
  const site = openSite({}, { worker: true });
  let ann: Visitor;
  let ben: Visitor;

  beforeEach(async () => {
    [ann, ben] = await site().pair();
    await ann.open(ben);
    await ann.say('first');
    await ben.open(ann);
    await ben.say('second');
    await ann.reads(ben, ['first', 'second']);
    await becomes(() => keptLogs(ann), { [`${ann.name}/${ben.name}`]: ['first', 'second'] });
  });
  afterEach(async () => {
    await ann?.leave();
    await ben?.leave();
  });

  /** Holds every answer of the server, until the returned function is called. */
  async function holdServer(): Promise<() => Promise<void>> {
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    await ann.page.routeWebSocket('**/socket.io/**', async (socket) => {
      await released;
      socket.connectToServer();
    });
    await ann.page.route('**/api/**', async (route) => {
      await released;
      await route.continue();
    });
    return async () => release();
  }

  it('shows the list and the open conversation before the server answers, then what has changed meanwhile', async () => {
    const release = await holdServer();
    await ann.page.goto('about:blank');
    await ben.say('third');
    await ben.choose(ann, 'second', 'Delete');
    await ben.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await ben.message(ann, 'Message deleted').waitFor();
    await ann.page.goto(`/#/${ben.name}`);
    await ann.reads(ben, ['first', 'second']);
    await ann.item('Conversations', ben).getByText('second').waitFor();
    await release();
    await ann.message(ben, 'third').waitFor();
    await ann.message(ben, 'Message deleted').waitFor();
    await count(ann.message(ben, 'second'), 0);
  });

  it('shows the list and the conversation in a browser that has lost the name of the user', async () => {
    const release = await holdServer();
    await ann.page.evaluate(() => localStorage.removeItem('duologue.user'));
    await ann.page.reload();
    await ann.reads(ben, ['first', 'second']);
    await release();
  });

  it('shows nothing of an account once the server names another one, and gives it back to its author', async () => {
    const annsCookies = await ann.page.context().cookies();
    const cid = await site().arrive('cid');
    await ann.page.context().addCookies(await cid.page.context().cookies());
    await ann.page.goto('about:blank');
    await ann.page.goto('/');
    await ann.page.locator('.profile').getByText(cid.name).waitFor();
    await count(ann.list('Conversations').getByText('second'), 0);
    await becomes(() => keptOwners(ann), { [ann.name]: 'waits', [cid.name]: 'signed in' });
    await ann.page.context().setOffline(true);
    await ann.page.reload().catch(() => {});
    await count(ann.list('Conversations').getByText('second'), 0);
    await ann.page.context().setOffline(false);
    await ann.page.context().addCookies(annsCookies);
    await ann.page.goto('about:blank');
    await ann.page.goto(`/#/${ben.name}`);
    await ann.reads(ben, ['first', 'second']);
    await becomes(() => keptOwners(ann), { [ann.name]: 'signed in', [cid.name]: 'waits' });
    await cid.page.context().close();
  });

  it('reads the kept state and the texts before the scripts run, and starts no worker for its files', async () => {
    await keepsShell(ann.page);
    await ann.page.addInitScript(() => {
      const { open } = IDBFactory.prototype;
      IDBFactory.prototype.open = function (...given) {
        performance.mark(`open ${given[0]} while ${document.readyState}`);
        return open.apply(this, given);
      };
    });
    await ann.page.reload();
    await ann.reads(ben, ['first', 'second']);
    const { early, opened, workerStart } = await ann.page.evaluate(() => {
      const [document] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
      const loaded = performance.getEntriesByType('resource');
      // Scripts of the page run after `domInteractive`.
      const early = loaded.filter(({ startTime }) => startTime < (document?.domInteractive ?? 0));
      const [opened] = performance.getEntriesByType('mark').filter(({ name }) => name.startsWith('open duologue'));
      return { early: early.map(({ name }) => name).join(), opened: opened?.name, workerStart: document?.workerStart };
    });
    expect(opened).to.equal('open duologue while loading');
    expect(early).to.include('/assets/first-en-');
    expect(workerStart).to.equal(0);
  });

  it('keeps nothing after the log-out, in no tab', async () => {
    const other = await ann.page.context().newPage();
    await other.goto(`/#/${ben.name}`);
    await other.getByRole('log').getByText('second').waitFor();
    await ann.logOut();
    await other.getByRole('button', { name: 'Log in' }).waitFor();
    await becomes(() => keptOwners(ann), {});
    await becomes(() => keptLogs(ann), {});
    await count(other.getByText('second'), 0);
    await other.close();
    await ann.page.reload();
    await ann.button('Log in').waitFor();
  });

  it('keeps nothing of a session that was ended elsewhere', async () => {
    await ann.page.goto('about:blank');
    await ann.page.context().request.post(`${site().url}/api/logout`);
    await ann.page.goto(`/#/${ben.name}`);
    await ann.button('Log in').waitFor();
    await becomes(() => keptLogs(ann), {});
  });

  for (const [kind, forbid] of Object.entries({
    'that has no IndexedDB': () => Object.defineProperty(window, 'indexedDB', { value: undefined }),
    'whose IndexedDB fails': () => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('Access is denied for this document.', 'SecurityError');
      };
    },
  })) {
    it(`works in a browser ${kind}`, async () => {
      await ann.page.addInitScript(forbid);
      await ann.page.reload();
      await ann.say('third');
      await ben.message(ann, 'third').waitFor();
      await ann.logOut();
    });
  }

  it('shows the log-in page although an account is kept, when the address asks for it and the session has ended', async () => {
    await ann.page.context().clearCookies();
    await ann.page.goto('/login');
    await ann.button('Log in').waitFor();
    expect(await ann.page.locator('.profile').count()).to.equal(0);
  });
});
