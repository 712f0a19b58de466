/** The pictures of users: others see them at once, and initials stand in for a picture that cannot be loaded. */
import { expect } from 'chai';
import type { Locator } from 'playwright-core';
import { imageOf } from '../../files/sample-images.ts';
import { openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

describe('page: the picture of a user', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;

  beforeEach(async () => {
    [ann, ben] = await site().pair();
  });
  afterEach(async () => {
    await ann?.leave();
    await ben?.leave();
  });

  const itemOf = (of: Visitor) => ben.item('Conversations', of);
  const header = (visitor: Visitor) => visitor.page.locator('header.peer');
  const ownMenu = (visitor: Visitor) => visitor.page.locator('header.profile');
  const pictures = (place: Locator) => place.locator('.avatar img');
  /** Whether the picture is drawn. */
  const isDrawn = (place: Locator) =>
    pictures(place).evaluateAll((all) => all.some((of) => (of as HTMLImageElement).naturalWidth > 0));
  /** The size of the avatar in the place, in CSS pixels. */
  const sizeOf = async (place: Locator) => {
    const { width = 0, height = 0 } = (await place.locator('.avatar').boundingBox()) ?? {};
    return [width, height];
  };

  /** Sets a picture as another device does. */
  async function setPicture(visitor: Visitor): Promise<void> {
    const data = await imageOf('image/png', { width: 300, height: 200 });
    const headers = { 'content-type': 'image/png' };
    const answer = await visitor.page.context().request.put('/api/me/avatar', { data, headers });
    expect(answer.status()).to.equal(200);
  }

  async function talk(): Promise<void> {
    await ann.sends(ben, 'Hello', 1);
    await ben.open(ann);
    await itemOf(ann).waitFor();
  }

  it('is shown in every place without a reload, and takes no other room than initials', async () => {
    await talk();
    const [inList, inHeader] = [await sizeOf(itemOf(ann)), await sizeOf(header(ben))];
    await setPicture(ann);
    for (const place of [itemOf(ann), header(ben), ben.item('People', ann), ownMenu(ann)]) {
      await becomes(() => isDrawn(place), true);
      expect(await pictures(place).getAttribute('alt')).to.equal('');
    }
    expect([await sizeOf(itemOf(ann)), await sizeOf(header(ben))]).to.deep.equal([inList, inHeader]);
    const first = await pictures(header(ben)).getAttribute('src');
    await setPicture(ann);
    await becomes(async () => (await pictures(header(ben)).getAttribute('src')) === first, false);
    await ann.page.context().request.delete('/api/me/avatar');
    for (const place of [itemOf(ann), header(ben), ownMenu(ann)]) await count(pictures(place), 0);
  });

  it('gives way to initials while it loads, and when it cannot be loaded', async () => {
    await talk();
    let fail = () => {};
    const failed = new Promise<void>((done) => {
      fail = done;
    });
    await ben.page.context().route('**/api/avatars/*', async (route) => {
      await failed;
      await route.abort();
    });
    await setPicture(ann);
    await pictures(header(ben)).waitFor({ state: 'attached' });
    expect(await header(ben).locator('.avatar').innerText()).to.equal(`A${ann.name.at(-8)?.toUpperCase()}`);
    fail();
    await count(pictures(header(ben)), 0);
    await count(pictures(itemOf(ann)), 0);
    await ben.isAccessible();
  });

  it('is never loaded from another site', async () => {
    await ben.page.routeWebSocket(/socket\.io/, (page) => {
      const server = page.connectToServer();
      page.onMessage((frame) => server.send(frame));
      server.onMessage((frame) => page.send(`${frame}`.replaceAll('"/api/avatars/', '"https://elsewhere.example/')));
    });
    await ben.page.reload();
    await setPicture(ann);
    await talk();
    await itemOf(ann).getByText('Hello 1.').waitFor();
    await count(ben.page.locator('.avatar img'), 0);
  });
});
