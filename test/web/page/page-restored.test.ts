/** A page that the browser restores from its back/forward cache after the session has ended. */
import { expect } from 'chai';
import { launchBrowser } from '../../support/browser.ts';
import { type ServerProcess, startServer } from '../../support/server-process.ts';
import { Visitor } from './visitor.ts';

describe('page: the back/forward cache', () => {
  let server: ServerProcess;
  before(async () => {
    server = await startServer();
  });
  after(() => server?.dispose());

  it('shows nothing of a session that has ended meanwhile', async () => {
    const browser = await launchBrowser({ backForwardCache: true });
    const ann = await Visitor.arrive(browser, server.url, 'ann');
    await ann.page.evaluate(() => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      window.addEventListener('pageshow', ({ persisted }) => {
        if (!persisted) return;
        seen.push('restored');
        const look = () => {
          const profile = document.querySelector('.profile');
          if (profile?.checkVisibility({ visibilityProperty: true })) seen.push('visible');
          requestAnimationFrame(look);
        };
        look();
      });
    });
    await ann.page.goto(`${server.url}/api/docs`);
    await ann.page.context().request.post(`${server.url}/api/logout`);
    await ann.page.evaluate(() => history.back());
    await ann.button('Log in').waitFor();
    const seen = await ann.page.evaluate(() => (window as unknown as { seen?: string[] }).seen);
    expect(seen).to.deep.equal(['restored']);
    await browser.close();
  });
});
