/** The texts that are shown while parts and languages are loaded at the same time. */
import { expect } from 'chai';
import type * as Shown from '../../../src/web/texts/texts.ts';

describe('the catalogue on the page', () => {
  /** The module as a page has it that has just been opened. */
  const open = (name: string): Promise<typeof Shown> => import(`../../../src/web/texts/texts.ts?${name}`);

  it('has every text after the language and the later part were asked for at once', async () => {
    const { texts, showLanguage, loadLaterTexts, language } = await open('at-once');
    await showLanguage('en');
    await Promise.all([loadLaterTexts(), showLanguage('de')]);
    expect(language.value).to.equal('de');
    expect(texts.sidebar.logOut()).to.equal('Abmelden');
    expect(texts.entry.logIn()).to.equal('Anmelden');
  });

  it('has every text when the later part was asked for after another language', async () => {
    const { texts, showLanguage, loadLaterTexts } = await open('afterwards');
    await showLanguage('en');
    const changed = showLanguage('fr');
    await Promise.all([loadLaterTexts(), changed]);
    expect(texts.entry.logIn()).to.equal('Se connecter');
    expect(texts.sidebar.logOut()).to.equal('Se déconnecter');
  });

  it('stays as it is when a language has no texts', async () => {
    const { texts, showLanguage } = await open('unknown');
    await showLanguage('es');
    const failure = await showLanguage('xx' as never).catch((error: Error) => error);
    expect(failure).to.be.instanceOf(Error);
    expect(texts.sidebar.logOut()).to.equal('Cerrar sesión');
  });
});
