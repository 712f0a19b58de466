/** Refusals of forms: told at their field, in words that say what to do, with the focus on the first wrong field. */
import { expect } from 'chai';
import type { Locator } from 'playwright-core';
import { openSite } from './page-site.ts';
import { becomes, count, password, type Visitor } from './visitor.ts';

/** Expects that the field has the focus, is marked as wrong, and is described by this text, which is announced once. */
async function isRefused(visitor: Visitor, field: Locator, text: string): Promise<void> {
  await becomes(() => field.evaluate((element) => element === document.activeElement), true);
  await becomes(() => field.getAttribute('aria-invalid'), 'true');
  const described = await field.evaluate((element) =>
    (element.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent),
  );
  expect(described.join(' ')).to.contain(text);
  await visitor.alert().getByText(text).waitFor();
  await count(visitor.alert(), 1);
}

describe('page: a refused registration', () => {
  const site = openSite();
  let visitor: Visitor;
  let requests: string[];

  beforeEach(async () => {
    visitor = await site().stranger('ann');
    requests = [];
    visitor.page.on('request', (request) => request.method() === 'POST' && requests.push(request.url()));
    await visitor.page.goto('/register');
  });
  afterEach(() => visitor.leave());

  const create = () => visitor.button('Create account').click();
  const field = (name: string) => visitor.textbox(name);

  it('tells everything that the page knows before it asks the server', async () => {
    await create();
    await isRefused(visitor, field('Username'), 'Choose a username.');
    await becomes(() => field('Password').getAttribute('aria-invalid'), 'true');
    await visitor.page.getByText('Choose a password.').waitFor();
    await visitor.isAccessible();
    await field('Username').fill('Ann!');
    await becomes(() => field('Username').getAttribute('aria-invalid'), 'false');
    await count(visitor.page.getByText('Choose a username.'), 0);
    await create();
    await isRefused(visitor, field('Username'), 'letters from a to z');
    await field('Username').fill(visitor.name);
    for (const [name, text] of [
      ['a@b', 'Remove the @'],
      ['a\u202eb', 'cannot be seen'],
      ['\u200b', 'can be read'],
      ['x'.repeat(65), 'at most 64'],
    ] as const) {
      await field('Display name').fill(name);
      await create();
      await isRefused(visitor, field('Display name'), text);
    }
    await field('Display name').fill('');
    await field('Password').fill('short');
    await create();
    await isRefused(visitor, field('Password'), 'at least 8 characters');
    expect(requests).to.deep.equal([]);
  });

  it('tells at the field what only the server knows', async () => {
    await field('Username').fill(visitor.name);
    await field('Password').fill('password');
    await create();
    await isRefused(visitor, field('Password'), 'too common');
    await field('Password').fill(password);
    await create();
    await visitor.button('Log out').waitFor();
    const name = visitor.name;
    await visitor.logOut();
    await visitor.page.goto('/register');
    await field('Username').fill(name);
    await field('Password').fill(password);
    await create();
    await isRefused(visitor, field('Username'), 'Choose another one');
  });
});

describe('page: a refused log-in', () => {
  const site = openSite();

  it('asks for missing fields, and marks a wrong password without telling which of both is wrong', async () => {
    const ann = await site().stranger('ann');
    await ann.page.goto('/login');
    await ann.button('Log in').click();
    await isRefused(ann, ann.textbox('Username'), 'Enter your username.');
    await ann.textbox('Username').fill(ann.name);
    await ann.button('Log in').click();
    await isRefused(ann, ann.textbox('Password'), 'Enter your password.');
    await ann.textbox('Password').fill('not the password');
    await ann.button('Log in').click();
    await isRefused(ann, ann.textbox('Password'), 'Wrong username or password.');
    await ann.isAccessible();
    await ann.leave();
  });
});

describe('page: a refused change of the settings', () => {
  const site = openSite();

  it('is told at its field: the name, the password, and the confirmation of a dialog', async () => {
    const ann = await site().arrive('ann');
    await ann.page.goto('/settings');
    await ann.textbox('Display name').fill('Ann @home');
    await ann.button('Save').click();
    await isRefused(ann, ann.textbox('Display name'), 'Remove the @');
    await ann.textbox('Display name').fill('Ann');
    await ann.button('Save').click();
    await ann.page.getByText('Saved.').waitFor();
    await ann.button('Change password').click();
    await isRefused(ann, ann.textbox('Current password'), 'Enter your current password.');
    await ann.textbox('Current password').fill('not it, really');
    await ann.textbox('New password').fill('short');
    await ann.button('Change password').click();
    await isRefused(ann, ann.textbox('New password'), 'at least 8 characters');
    await ann.textbox('New password').fill('another horse and another staple');
    await ann.button('Change password').click();
    await isRefused(ann, ann.textbox('Current password'), 'not your current password');
    await ann.textbox('Current password').fill(password);
    await ann.textbox('New password').fill('password');
    await ann.button('Change password').click();
    await isRefused(ann, ann.textbox('New password'), 'too common');
    await ann.textbox('New password').fill('another horse and another staple');
    await ann.button('Set up an authenticator app').click();
    await ann.button('Continue').click();
    await isRefused(ann, ann.textbox('Your password'), 'Enter your password.');
    await ann.textbox('Your password').fill('not it');
    await ann.button('Continue').click();
    await isRefused(ann, ann.textbox('Your password'), 'not your password');
    await ann.isAccessible();
    await ann.leave();
  });
});
