/** The page in the languages of the browser: before the first view, before the log-in, in the sidebar and in the sheet of keys. */
import { expect } from 'chai';
import type { BrowserContextOptions } from 'playwright-core';
import { openSite } from './page-site.ts';
import { becomes, password, type Visitor } from './visitor.ts';

describe('page: the language of the browser', () => {
  const site = openSite({}, { worker: true });
  let visitor: Visitor;

  const visit = async (options: BrowserContextOptions) => {
    visitor = await site().stranger('ann', options);
  };
  afterEach(() => visitor?.leave());

  const shown = () => visitor.page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);
  const heading = (name: string) => visitor.page.getByRole('heading', { name, exact: true }).waitFor();
  const link = (name: string) => visitor.page.getByRole('link', { name, exact: true });
  /** Without other scripts, the page stays as it was before the first view. */
  const holdScripts = () => visitor.page.route('**/*.js', (route) => route.abort());

  const cases = [
    { wanted: 'pt-BR,ar-EG,en', choice: null, language: 'ar', title: 'مرحبًا بعودتك', direction: 'rtl' },
    { wanted: 'ar-EG,en', choice: 'fr', language: 'fr', title: 'Bon retour', direction: 'ltr' },
    { wanted: 'de-AT', choice: 'ar', language: 'ar', title: 'مرحبًا بعودتك', direction: 'rtl' },
    { wanted: 'ES-419,en', choice: 'xx', language: 'es', title: 'Hola de nuevo', direction: 'ltr' },
    { wanted: 'pt', choice: null, language: 'en', title: 'Welcome back', direction: 'ltr' },
  ];
  for (const { wanted, choice, language, title, direction } of cases) {
    it(`is ${language} from the first frame on for ${wanted}${choice ? ` and the choice ${choice}` : ''}`, async () => {
      await visit({});
      const cdp = await visitor.page.context().newCDPSession(visitor.page);
      const userAgent = await visitor.page.evaluate(() => navigator.userAgent);
      await cdp.send('Emulation.setUserAgentOverride', { userAgent, acceptLanguage: wanted });
      if (choice) await visitor.page.addInitScript(`localStorage.setItem('duologue.look/language', '${choice}')`);
      await holdScripts();
      await visitor.page.goto('/login');
      expect(await shown()).to.deep.equal([language, direction]);
      await visitor.page.unroute('**/*.js');
      await visitor.page.reload();
      await heading(title);
      expect(await shown()).to.deep.equal([language, direction]);
    });
  }

  it('is that of the refusals too, which are none of the words of the server', async () => {
    await visit({ locale: 'de-DE' });
    await visitor.page.goto('/login');
    await becomes(() => visitor.page.title(), 'Anmelden · Duologue');
    await visitor.textbox('Benutzername').fill('nobody-of-this-name');
    await visitor.textbox('Passwort').fill(password);
    await visitor.button('Anmelden').click();
    await visitor.alert().getByText('Benutzername oder Passwort falsch.').waitFor();
    await link('Registrieren').click();
    await visitor.textbox('Benutzername').fill(visitor.name);
    await visitor.textbox('Passwort').fill('password');
    await visitor.button('Konto erstellen').click();
    await visitor.alert().getByText('zu verbreitet').waitFor();
    await visitor.isAccessible();
  });

  it('is that of the sidebar, the account menu and the sheet of keys', async () => {
    await visit({ locale: 'fr-CA' });
    await visitor.page.goto('/register');
    await visitor.textbox('Nom d’utilisateur').fill(visitor.name);
    await visitor.textbox('Mot de passe').fill(password);
    await visitor.button('Créer un compte').click();
    await visitor.page.getByRole('list', { name: 'Conversations', exact: true }).waitFor({ state: 'attached' });
    await visitor.page.getByRole('searchbox', { name: 'Chercher quelqu’un' }).waitFor();
    await visitor.page.getByRole('button', { name: 'Menu du compte' }).click();
    await visitor.menuitem('Raccourcis clavier').click();
    const sheet = visitor.page.getByRole('dialog', { name: 'Raccourcis clavier' });
    const keys = (text: string) => sheet.locator('div', { has: visitor.page.getByText(text, { exact: true }) }).last();
    await becomes(() => keys('Aller à la ligne').locator('kbd').allTextContents(), ['Maj', 'Entrée']);
    await becomes(() => keys('Supprimer').locator('kbd').allTextContents(), ['Suppr']);
    await visitor.isAccessible();
  });

  it('is mirrored in Arabic: the sidebar, the account menu, and a text under the name of its author', async () => {
    visitor = await site().arrive('ann', { viewport: { width: 1000, height: 700 } });
    const [ben, cid] = [await site().arrive('ben'), await site().arrive('cid')];
    await ben.sends(visitor, 'hello', 1);
    await cid.sends(visitor, 'שלום', 1);
    await visitor.page.evaluate(() => localStorage.setItem('duologue.look/language', 'ar'));
    await visitor.page.goto('/');
    const item = (peer: Visitor) => visitor.page.locator('#conversations li').filter({ hasText: peer.name });
    /** The distance of the end of an element's text from the right edge of the window. */
    const fromRight = (peer: Visitor, selector: string) =>
      item(peer)
        .locator(selector)
        .evaluate((element) => {
          const range = document.createRange();
          range.selectNodeContents(element.lastChild ?? element);
          return Math.round(window.innerWidth - range.getBoundingClientRect().right);
        });
    await item(cid).waitFor();
    for (const peer of [ben, cid]) {
      expect(await fromRight(peer, '.preview')).to.be.closeTo(await fromRight(peer, '.item-name bdi'), 4);
    }
    const direction = (peer: Visitor) =>
      item(peer)
        .locator('.preview')
        .evaluate((element) => getComputedStyle(element).direction);
    expect([await direction(ben), await direction(cid)]).to.deep.equal(['ltr', 'rtl']);
    const button = visitor.page.locator('button.account');
    await button.click();
    const menu = await visitor.page.getByRole('menu').boundingBox();
    const opener = await button.boundingBox();
    const right = (box: typeof menu) => (box ? box.x + box.width : 0);
    expect(right(opener)).to.be.above(900);
    expect(right(menu)).to.be.closeTo(right(opener), 1);
    await visitor.isAccessible();
    for (const peer of [ben, cid]) await peer.leave();
  });
});
