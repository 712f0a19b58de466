/** Second factors on the page: an authenticator app by keyboard, and a passkey of Chromium's virtual authenticator. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { Secret, TOTP } from 'otpauth';
import type { Locator } from 'playwright-core';
import { openSite } from './page-site.ts';
import { becomes, count, password, type Visitor } from './visitor.ts';

describe('page: second factors', () => {
  const site = openSite();

  async function arrive() {
    const ann = await site().arrive('ann');
    await ann.page.goto('/settings');
    await ann.button('Set up an authenticator app').waitFor();
    return ann;
  }
  /** The part of the section with this heading, which ends with the state. */
  const part = ({ page }: Visitor, heading: string) => page.getByRole('heading', { name: heading, exact: true });
  const status = (ann: Visitor) => ann.section('Second factor').getByRole('status').first();
  const isFocused = (field: Locator) =>
    becomes(() => field.evaluate((element) => element === document.activeElement), true);
  async function sign(ann: Visitor, action: string, secret = password) {
    await ann.textbox('Your password').fill(secret);
    await ann.dialog().getByRole('button', { name: action, exact: true }).click();
  }

  /** Sets up an authenticator app; returns its code for a time, and the recovery codes. */
  async function setUpApp(ann: Visitor) {
    const { keyboard } = ann.page;
    await ann.button('Set up an authenticator app').focus();
    await keyboard.press('Enter');
    await ann.textbox('Your password').waitFor();
    await keyboard.type(password);
    await keyboard.press('Enter');
    const field = ann.textbox('Code from the app');
    await isFocused(field);
    const secret = ((await ann.dialog().locator('code').textContent()) ?? '').replaceAll(' ', '');
    const codeAt = (timestamp: number) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
    await keyboard.type('000000');
    await keyboard.press('Enter');
    await ann.dialog().getByRole('alert').waitFor();
    await field.fill(codeAt(Date.now()));
    await keyboard.press('Enter');
    await part(ann, 'Keep these recovery codes').waitFor();
    const codes = await ann.page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allTextContents();
    return { codeAt, codes };
  }

  it('asks for a code of the app, and accepts a recovery code once', async () => {
    const ann = await arrive();
    const { codeAt, codes } = await setUpApp(ann);
    expect(new Set(codes)).to.have.length(10);
    await becomes(() => status(ann).textContent(), 'The authenticator app is on.');
    await becomes(async () => (await ann.focused()).startsWith('The authenticator app is on'), true);
    await part(ann, 'Authenticator app On').waitFor();
    await part(ann, 'Recovery codes 10 left').waitFor();
    await ann.isAccessible();
    await ann.logOut();
    await ann.logIn();
    const field = ann.textbox('Authentication code');
    await isFocused(field);
    expect([await field.getAttribute('autocomplete'), await field.getAttribute('inputmode')]).to.deep.equal([
      'one-time-code',
      'numeric',
    ]);
    await field.fill('000000');
    await ann.page.keyboard.press('Enter');
    await ann.alert().waitFor();
    await field.fill(codeAt(Date.now() + 30_000));
    await ann.page.keyboard.press('Enter');
    await ann.button('Log out').waitFor();
    for (const taken of [true, false]) {
      await ann.logOut();
      await ann.logIn();
      await ann.button('Use a recovery code').click();
      await ann.isAccessible();
      await ann.textbox('Recovery code').fill(codes[0] ?? '');
      await ann.page.keyboard.press('Enter');
      await (taken ? ann.button('Log out') : ann.alert()).waitFor();
    }
    await ann.button('Start again').click();
    await ann.textbox('Password').waitFor();
    await count(ann.alert(), 0);
    await ann.leave();
  });

  it('shows recovery codes once, and lets the user copy or save them', async () => {
    const ann = await arrive();
    await ann.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const { codes } = await setUpApp(ann);
    await ann.button('Copy codes').click();
    await ann.page.getByText('Copied.').waitFor();
    await becomes(() => ann.page.evaluate(() => navigator.clipboard.readText()), codes.join('\n'));
    const download = ann.page.waitForEvent('download');
    await ann.page.getByRole('link', { name: 'Save as a file' }).click();
    expect(readFileSync(await (await download).path(), 'utf8')).to.equal(`${codes.join('\n')}\n`);
    await ann.button('I have kept them').click();
    await count(ann.page.getByRole('list', { name: 'Recovery codes' }), 0);
    await ann.button('New recovery codes').click();
    await sign(ann, 'Make new codes');
    await part(ann, 'Keep these recovery codes').waitFor();
    const renewed = await ann.page
      .getByRole('list', { name: 'Recovery codes' })
      .getByRole('listitem')
      .allTextContents();
    expect(new Set([...codes, ...renewed])).to.have.length(20);
    await ann.page.reload();
    await part(ann, 'Recovery codes 10 left').waitFor();
    await count(ann.page.getByRole('list', { name: 'Recovery codes' }), 0);
    await ann.leave();
  });

  it('draws the QR code dark on light with the margin that cameras need', async () => {
    const ann = await arrive();
    await ann.page.emulateMedia({ colorScheme: 'dark' });
    await ann.button('Set up an authenticator app').click();
    await sign(ann, 'Continue');
    const code = ann.page.getByRole('img', { name: 'QR code' });
    await code.waitFor();
    await ann.isAccessible();
    const drawn = await code.evaluate((svg) => {
      const { x, y, width } = (svg.firstElementChild as SVGPathElement).getBBox();
      const margin = (svg as SVGSVGElement).viewBox.baseVal.width - x - width;
      return { margins: [x, y, margin], ground: getComputedStyle(svg).backgroundColor };
    });
    expect(drawn).to.deep.equal({ margins: [4, 4, 4], ground: 'rgb(255, 255, 255)' });
    await ann.leave();
  });

  it('asks for the password each time the app is turned off', async () => {
    const ann = await arrive();
    const phone = await site().stranger('phone');
    await phone.page.goto('/login');
    await phone.logIn(ann.name);
    await phone.button('Log out').waitFor();
    await ann.page.reload();
    await count(ann.section('Devices').getByRole('listitem'), 2);
    await setUpApp(ann);
    await phone.button('Log in').waitFor();
    await count(ann.section('Devices').getByRole('listitem'), 1);
    await ann.button('Turn off the authenticator app').click();
    await sign(ann, 'Turn off', 'not it');
    await ann.dialog().getByRole('alert').waitFor();
    await ann.button('Cancel').click();
    await becomes(ann.focused, 'Turn off the authenticator app');
    await ann.page.keyboard.press('Enter');
    await becomes(() => ann.textbox('Your password').inputValue(), '');
    await sign(ann, 'Turn off');
    await part(ann, 'Authenticator app Off').waitFor();
    await becomes(() => status(ann).textContent(), 'The authenticator app is turned off.');
    // The recovery codes are void now.
    await count(part(ann, 'Keep these recovery codes'), 0);
    await count(ann.button('New recovery codes'), 0);
    await ann.logOut();
    await ann.logIn();
    await ann.button('Log out').waitFor();
    for (const visitor of [ann, phone]) await visitor.leave();
  });

  it('accepts a passkey alone and after the password, until it is removed', async () => {
    const ann = await arrive();
    const cdp = await ann.page.context().newCDPSession(ann.page);
    await cdp.send('WebAuthn.enable');
    const options = { protocol: 'ctap2', transport: 'internal', automaticPresenceSimulation: true } as const;
    const able = { hasResidentKey: true, hasUserVerification: true, isUserVerified: true };
    const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: { ...options, ...able },
    });
    const forge = (isBogusSignature: boolean) =>
      cdp.send('WebAuthn.setResponseOverrideBits', { authenticatorId, isBogusSignature });
    await ann.button('Add a passkey').click();
    await becomes(() => ann.textbox('Name of the passkey').inputValue(), 'Chrome on Linux');
    await ann.textbox('Name of the passkey').fill('Laptop');
    await sign(ann, 'Continue');
    await ann.button('Remove Laptop').waitFor();
    await becomes(() => status(ann).textContent(), 'The passkey “Laptop” is added.');
    await part(ann, 'Keep these recovery codes').waitFor();
    await ann.page.getByRole('list', { name: 'Passkeys' }).getByText('not used yet').waitFor();
    await ann.logOut();
    await ann.button('Use a passkey').click();
    await ann.button('Log out').waitFor();
    await ann.logOut();
    await ann.logIn();
    await ann.page.getByRole('heading', { name: 'Use your passkey' }).waitFor();
    await becomes(ann.focused, 'Use your passkey');
    await forge(true);
    await ann.button('Use a passkey').click();
    await ann.alert().waitFor();
    await forge(false);
    // The page has fetched new passkey options, because the first ones are spent.
    await ann.button('Use a passkey').click();
    await ann.button('Log out').waitFor();
    await ann.page.goto('/settings');
    await ann.page.getByRole('list', { name: 'Passkeys' }).getByText('last used').waitFor();
    await ann.button('Remove Laptop').click();
    await ann.dialog().getByText('Remove the passkey “Laptop”?').waitFor();
    await sign(ann, 'Remove');
    await part(ann, 'Passkeys None').waitFor();
    await becomes(ann.focused, 'The passkey “Laptop” is removed.');
    await ann.logOut();
    await ann.button('Use a passkey').click();
    await ann.alert().waitFor();
    await ann.leave();
  });
});
