/** The service worker of a page in another language than English: what it keeps, and what its notifications say. */
import type { Language } from '../../../src/web/texts/languages.ts';
import { until } from '../../support/waiting.ts';
import { keptLogs } from './kept-state.ts';
import { openSite } from './page-site.ts';
import { showsNotices, TestPushes } from './shown-notices.ts';
import { becomes, type Visitor } from './visitor.ts';

describe('page: the language of the service worker', () => {
  const site = openSite({}, { worker: true });
  let ann: Visitor;
  let ben: Visitor;

  beforeEach(async () => {
    [ann, ben] = await site().pair({ permissions: ['notifications'] });
    await ann.open(ben);
    await ann.say('hello');
    await becomes(() => keptLogs(ann), { [`${ann.name}/${ben.name}`]: ['hello'] });
    await hasWorkerIn('en');
    await ann.page.evaluate(() => localStorage.setItem('duologue.look/language', 'de'));
    await ann.page.reload();
    await hasWorkerIn('de');
  });
  afterEach(async () => {
    await ann?.leave();
    await ben?.leave();
  });

  const hasWorkerIn = (language: Language) =>
    until(`the worker is in "${language}"`, () =>
      ann.page.evaluate(async (wanted) => {
        const { active, waiting, installing } = (await navigator.serviceWorker.getRegistration()) ?? {};
        const isReady = active?.state === 'activated' && !waiting && !installing;
        return isReady && new URL(active.scriptURL).searchParams.get('language') === wanted;
      }, language),
    );

  /** The parts of the page that are of one language, as "first-de". */
  const keptParts = () =>
    ann.page.evaluate(async () => {
      const requests = (await caches.keys()).map(async (name) => (await caches.open(name)).keys());
      const paths = (await Promise.all(requests)).flat().map(({ url }) => new URL(url).pathname);
      return paths.flatMap((path) => /^\/assets\/((?:first|later|emoji)-[a-z]{2})-/.exec(path)?.[1] ?? []).sort();
    });

  it('keeps the texts and the emoji names of this language and the English texts, and no others', async () => {
    await becomes(keptParts, ['emoji-de', 'first-de', 'first-en', 'later-de', 'later-en']);
  });

  it('lets the page open without the network in this language, and find emoji by its words', async () => {
    await ann.page.context().setOffline(true);
    await ann.page.reload();
    await ann.page.locator('html[lang=de]').waitFor();
    await ann.page.locator('form button[aria-haspopup=dialog]').click();
    await ann.page.getByRole('searchbox', { name: 'Emoji suchen' }).fill('einhorn');
    const results = ann.page.getByRole('region', { name: 'Ergebnisse' });
    await becomes(() => results.getByRole('button').allTextContents(), ['🦄']);
    await ann.isAccessible();
  });

  it('shows a push without a text in this language', async () => {
    const pushes = await TestPushes.to(ann.page);
    await pushes.send({ type: 'message', tag: 'a', seq: 1 });
    await showsNotices(ann.page, ['Duologue: Neue Nachricht']);
  });
});
