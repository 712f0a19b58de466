/** The registration page by invitation, and while registration is closed. */
import { expect } from 'chai';
import { createInvites } from '../../../src/engine/identity/invites.ts';
import { openStores } from '../../../src/storage/stores.ts';
import { openSite, type PageSite } from './page-site.ts';
import { becomes, count, password, type Visitor } from './visitor.ts';

const pathOf = (visitor: Visitor) => new URL(visitor.page.url()).pathname;

async function fillIn(visitor: Visitor): Promise<void> {
  await visitor.textbox('Username').fill(visitor.name);
  await visitor.textbox('Password').fill(password);
  await visitor.button('Create account').click();
}

describe('page: registration by invitation', () => {
  const site = openSite({ REGISTRATION: 'invite' });

  async function makeLink({ server, url }: PageSite): Promise<string> {
    const stores = await openStores({ databaseUrl: null, dataDir: server.dataDir });
    const { code } = await createInvites(stores.invites).create({ note: '', uses: 1, lifeMs: 600_000 });
    await stores.close();
    return `${url}/register#invite=${code}`;
  }

  it('registers the visitor who opens the link, once, and never sends the link to the server', async () => {
    const link = await makeLink(site());
    const ann = await site().stranger('ann');
    const requested: string[] = [];
    ann.page.on('request', (request) => requested.push(request.url()));
    await ann.page.goto(link);
    await ann.page.getByText('You have been invited.').waitFor();
    await becomes(() => ann.textbox('Invitation').inputValue(), link.split('=')[1] ?? '');
    await fillIn(ann);
    await ann.button('Log out').waitFor();
    await becomes(() => pathOf(ann), '/');
    expect(requested.filter((url) => /invite=/.test(new URL(url).search + new URL(url).pathname))).to.deep.equal([]);
    const eve = await site().stranger('eve');
    await eve.page.goto(link);
    await fillIn(eve);
    await eve.alert().getByText('not valid').waitFor();
    await becomes(() => eve.textbox('Username').inputValue(), eve.name);
    for (const visitor of [ann, eve]) await visitor.leave();
  });

  it('tells a visitor without a link that an invitation is needed, and accepts a pasted link', async () => {
    const ben = await site().stranger('ben');
    await ben.page.goto('/');
    await ben.page.getByText('Invited?').waitFor();
    await ben.page.getByRole('link', { name: 'Register' }).click();
    await ben.page.getByText('You need an invitation').waitFor();
    await fillIn(ben);
    await ben.alert().getByText('You need an invitation').waitFor();
    await ben.textbox('Invitation').fill(await makeLink(site()));
    await ben.button('Create account').click();
    await ben.button('Log out').waitFor();
    await ben.leave();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`is accessible on a narrow screen in the ${colorScheme} scheme`, async () => {
      const eve = await site().stranger('eve', { colorScheme, viewport: { width: 320, height: 640 } });
      for (const to of ['/login', '/register', await makeLink(site())]) {
        await eve.page.goto('about:blank');
        await eve.page.goto(to);
        await eve.page.getByRole('heading', { level: 1 }).waitFor();
        await eve.isAccessible();
        expect(await eve.page.evaluate(() => document.documentElement.scrollWidth)).to.be.at.most(320);
      }
      await eve.leave();
    });
  }
});

describe('page: closed registration', () => {
  const site = openSite({ REGISTRATION: 'closed' });

  it('offers only the log-in', async () => {
    const ann = await site().stranger('ann');
    const registration = ann.page.waitForResponse('**/api/registration');
    await ann.page.goto('/login');
    await (await registration).finished();
    await ann.button('Log in').waitFor();
    await count(ann.page.getByRole('link'), 0);
    await ann.page.goto('/register#invite=0123456789abcdefghjkmnpqrstv');
    await ann.page.getByRole('heading', { name: 'Registration is closed' }).waitFor();
    await ann.isAccessible();
    await count(ann.page.getByRole('textbox'), 0);
    await ann.page.getByRole('link', { name: 'To the log-in' }).click();
    await ann.button('Log in').waitFor();
    await ann.leave();
  });
});
