/** The page while the code of its later parts cannot be loaded, and after. */
import { expect } from 'chai';
import { openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

/** The files of the first view. */
const firstFiles = /\/assets\/(index|shared|first-|rolldown-runtime|socket)/;

describe('page: its script', () => {
  const site = openSite({}, { worker: true });

  it('comes at a later attempt, which the page makes by itself', async () => {
    const ann = await site().stranger('ann', { serviceWorkers: 'block' });
    let attempts = 0;
    await ann.page.route('**/assets/index-*.js', async (route) => {
      attempts += 1;
      await (attempts === 1 ? route.abort() : route.continue());
    });
    await ann.page.goto('/login');
    await ann.button('Log in').waitFor();
    expect(attempts).to.equal(2);
    await ann.leave();
  });
});

describe('page: code that comes later', () => {
  const site = openSite({}, { worker: true });

  /** Opens the conversation in another browser, which gets only the files of the first view. */
  const openFirstFiles = async (ann: Visitor, ben: Visitor) => {
    const device = await site().stranger('device', { serviceWorkers: 'block' });
    await device.page.context().addCookies(await ann.page.context().cookies());
    let refused = 0;
    const away = { is: true, refused: () => refused };
    await device.page.route('**/assets/*', async (route) => {
      const isRefused = away.is && !firstFiles.test(route.request().url());
      if (isRefused) refused += 1;
      await (isRefused ? route.abort() : route.continue());
    });
    await device.page.goto(`/#/${ben.name}`);
    await device.message(ben, 'hello').waitFor();
    return { device, away };
  };

  const draftsOf = async ({ page }: Visitor): Promise<{ text: string }[]> =>
    (await (await page.request.get('/api/drafts')).json()).drafts;

  it('leaves the first view as it is while it is missing, without a notice, and comes by itself', async () => {
    const [ann, ben] = await site().pair();
    await ben.sends(ann, 'hello', 1);
    const { device, away } = await openFirstFiles(ann, ben);
    // Each is refused once when the page is at rest, and once as a preload.
    await becomes(() => away.refused() > 20, true);
    expect(await device.alert().allTextContents()).to.deep.equal([]);
    await device.textbox('Message').fill('sent without them');
    await device.button('Send').click();
    await device.marked(ben, 'sent without them', 'Sent');
    await device.message(ben, 'hello').focus();
    await device.page.keyboard.press('m');
    // Keys wait for 5 s.
    await device.page.waitForTimeout(6_000);
    away.is = false;
    await device.button('Conversation actions').waitFor();
    // The code of the keys comes with its next attempt.
    await device.page.waitForTimeout(6_000);
    await count(device.page.getByRole('menu'), 0);
    await device.openMenu(ben, 'hello');
    await device.page.keyboard.press('Escape');
    // Drafts are kept by code that no view asks for.
    await device.textbox('Message').fill('kept');
    await becomes(async () => (await draftsOf(device))[0]?.text, 'kept');
    for (const visitor of [ann, ben, device]) await visitor.leave();
  });

  it('is said to be missing where the user has asked for it, and comes at the next try', async () => {
    const [ann, ben] = await site().pair();
    await ben.sends(ann, 'hello', 1);
    const { device, away } = await openFirstFiles(ann, ben);
    await device.page.getByRole('link', { name: 'Settings' }).click();
    await device.alert().getByText('could not be loaded').waitFor();
    away.is = false;
    await device.button('Try again').click();
    await device.page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
    for (const visitor of [ann, ben, device]) await visitor.leave();
  });
});
