/** The theme and the language of a user, in two browsers. */
import { expect } from 'chai';
import { openSite } from './page-site.ts';
import { becomes, type Visitor } from './visitor.ts';

describe('page: theme and language of the user', () => {
  const site = openSite({}, { worker: true });
  let ann: Visitor;
  let phone: Visitor;

  beforeEach(async () => {
    ann = await site().arrive('ann');
    phone = await site().stranger('phone');
    await phone.page.goto('/login');
  });
  afterEach(async () => {
    for (const visitor of [ann, phone]) await visitor?.leave();
  });

  const root = (visitor: Visitor, name: string) => () =>
    visitor.page.evaluate((attribute) => document.documentElement.getAttribute(attribute), name);
  const heading = (visitor: Visitor, name: string) => visitor.page.getByRole('heading', { name, level: 1 });
  const languageField = (visitor: Visitor, name: string) => visitor.page.getByRole('combobox', { name, exact: true });

  it('shows a language at once, in its own words, and keeps it over a reload', async () => {
    await ann.page.goto('/settings');
    const field = languageField(ann, 'Language');
    await field.waitFor();
    expect(await field.getByRole('option').allTextContents()).to.deep.equal([
      'As in the browser',
      'English',
      'Deutsch',
      'Français',
      'Español',
      'Türkçe',
      'العربية',
      '简体中文',
    ]);
    await field.focus();
    await field.selectOption('Deutsch');
    await heading(ann, 'Einstellungen').waitFor();
    await becomes(ann.page.title.bind(ann.page), 'Einstellungen · Duologue');
    await becomes(root(ann, 'lang'), 'de');
    await becomes(() => languageField(ann, 'Sprache').evaluate((element) => element === document.activeElement), true);
    await ann.isAccessible();
    await ann.page.reload();
    await heading(ann, 'Einstellungen').waitFor();
    await languageField(ann, 'Sprache').selectOption('العربية');
    await heading(ann, 'الإعدادات').waitFor();
    await becomes(root(ann, 'dir'), 'rtl');
    await ann.isAccessible();
    await languageField(ann, 'اللغة').selectOption({ index: 0 });
    await heading(ann, 'Settings').waitFor();
    await becomes(root(ann, 'dir'), 'ltr');
  });

  it('shows the choices in a browser where the user logs in, and in one that is open', async () => {
    await ann.page.goto('/settings');
    await ann.page.getByRole('radio', { name: 'Dark', exact: true }).check();
    await languageField(ann, 'Language').selectOption('Deutsch');
    await heading(ann, 'Einstellungen').waitFor();
    expect(await root(phone, 'data-theme')()).to.equal(null);
    await phone.logIn(ann.name);
    await becomes(root(phone, 'data-theme'), 'dark');
    await becomes(root(phone, 'lang'), 'de');
    await ann.page.getByRole('radio', { name: 'Hell', exact: true }).check();
    await becomes(root(phone, 'data-theme'), 'light');
    await languageField(ann, 'Sprache').selectOption('Français');
    await becomes(root(phone, 'lang'), 'fr');
    await ann.page.getByRole('radio', { name: 'Automatique', exact: true }).check();
    await languageField(ann, 'Langue').selectOption({ index: 0 });
    await becomes(root(phone, 'data-theme'), null);
    await becomes(root(phone, 'lang'), 'en');
  });

  it('saves a choice that was made offline', async () => {
    await ann.page.goto('/settings');
    await ann.page.getByRole('radio', { name: 'Automatic', exact: true }).waitFor();
    await ann.page.context().setOffline(true);
    await ann.page.getByRole('radio', { name: 'Dark', exact: true }).check();
    await becomes(root(ann, 'data-theme'), 'dark');
    await phone.logIn(ann.name);
    await ann.page.context().setOffline(false);
    await becomes(root(phone, 'data-theme'), 'dark');
  });

  it('tells a result in the language that is chosen afterwards', async () => {
    await phone.logIn(ann.name);
    await phone.button('Log out').waitFor();
    await ann.page.goto('/settings');
    await ann.page.getByRole('button', { name: 'Sign out Chrome on Linux' }).click();
    await ann.page.getByText('Chrome on Linux is signed out.').waitFor();
    await languageField(ann, 'Language').selectOption('Deutsch');
    await ann.page.getByText('Chrome auf Linux ist abgemeldet.').waitFor();
  });
});
