/** Second factors on the page: an authenticator app by keyboard, and a passkey of Chromium's virtual authenticator. */
import { expect } from 'chai';
import { Secret, TOTP } from 'otpauth';
import { openSite } from './page-site.ts';
import { password, type Visitor } from './visitor.ts';

describe('page: second factors', function () {
  this.timeout(60_000);
  const site = openSite();

  async function arrive() {
    const ann = await site().arrive('ann');
    await ann.page.goto('/settings');
    await ann.textbox('Confirm it is you').fill(password);
    return ann;
  }
  async function logOut({ page, button }: Visitor) {
    await page.goto('/');
    await button('Log out').click();
    await button('Log in').waitFor();
  }

  it('ask for a code of the app, and take a recovery code once', async () => {
    const ann = await arrive();
    const { keyboard } = ann.page;
    await ann.button('Set up an authenticator app').focus();
    await keyboard.press('Enter');
    const secret = (await ann.page.locator('.settings-form code').textContent()) ?? '';
    const codeAt = (timestamp: number) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
    await ann.page.getByRole('img', { name: 'QR code' }).waitFor();
    await ann.textbox('Code from the app').focus();
    await keyboard.type(codeAt(Date.now()));
    await keyboard.press('Enter');
    const codes = (await ann.page.locator('.recovery pre').textContent())?.split('\n') ?? [];
    expect(codes).to.have.length(10);
    await ann.isAccessible();
    for (const code of [codeAt(Date.now() + 30_000), codes[0] ?? '']) {
      await logOut(ann);
      await ann.textbox('Username').fill(ann.name);
      await ann.textbox('Password').fill(password);
      await keyboard.press('Enter');
      await ann.textbox('Authentication code').fill('000000');
      await keyboard.press('Enter');
      await ann.alert().waitFor();
      await ann.textbox('Authentication code').fill(code);
      await keyboard.press('Enter');
      await ann.button('Log out').waitFor();
    }
    await ann.leave();
  });

  it('let a passkey in, alone and after the password, until it is removed', async () => {
    const ann = await arrive();
    const cdp = await ann.page.context().newCDPSession(ann.page);
    await cdp.send('WebAuthn.enable');
    const options = { protocol: 'ctap2', transport: 'internal', automaticPresenceSimulation: true } as const;
    const able = { hasResidentKey: true, hasUserVerification: true, isUserVerified: true };
    await cdp.send('WebAuthn.addVirtualAuthenticator', { options: { ...options, ...able } });
    await ann.textbox('Name of the passkey').fill('Laptop');
    await ann.button('Add a passkey').click();
    await ann.button('Remove Laptop').waitFor();
    await logOut(ann);
    await ann.button('Use a passkey').click();
    await ann.button('Log out').waitFor();
    await logOut(ann);
    await ann.textbox('Username').fill(ann.name);
    await ann.textbox('Password').fill(password);
    await ann.button('Log in').click();
    await ann.textbox('Authentication code').waitFor();
    await ann.button('Use a passkey').click();
    await ann.button('Log out').waitFor();
    await ann.page.goto('/settings');
    await ann.textbox('Confirm it is you').fill(password);
    await ann.button('Remove Laptop').click();
    await ann.button('Remove Laptop').waitFor({ state: 'detached' });
    await logOut(ann);
    await ann.button('Use a passkey').click();
    await ann.alert().waitFor();
    await ann.leave();
  });
});
