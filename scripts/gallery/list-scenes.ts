/** The scenes before a conversation is open: log-in, registration and the sidebar. */
import { everyLook, looks } from './camera.ts';
import { button, type Scene } from './scene.ts';

const { wide, wideDark, tablet, phone, phoneDark, small } = looks;
const some = [wide, phoneDark];

export const entryScenes: readonly Scene[] = [
  {
    name: 'log-in',
    title: 'Log in',
    looks: everyLook,
    path: '/login',
    act: (page) => button(page, 'Log in').waitFor(),
  },
  {
    name: 'register',
    title: 'Register',
    looks: some,
    path: '/register',
    act: (page) => button(page, 'Create account').waitFor(),
  },
  {
    name: 'refused',
    title: 'A refused log-in',
    looks: [wide],
    path: '/login',
    act: async (page) => {
      await page.getByRole('textbox', { name: 'Username' }).fill('ana');
      await page.getByRole('textbox', { name: 'Password' }).fill('wrong password');
      await button(page, 'Log in').click();
      await page.getByRole('alert').first().waitFor();
    },
  },
];

export const listScenes: readonly Scene[] = [
  {
    name: 'list-empty',
    title: 'No conversation yet',
    looks: [wide, wideDark, phone],
    path: '/',
    user: 'newcomer',
    act: (page) => page.getByText('No conversations yet.').first().waitFor(),
  },
  {
    name: 'list',
    title: 'Sixty conversations',
    looks: [wide, phone, phoneDark, small],
    path: '/',
    user: 'ana',
    act: (page) => page.getByRole('list', { name: 'Conversations' }).getByRole('listitem').nth(9).waitFor(),
  },
  {
    name: 'account-menu',
    title: 'The account menu',
    looks: some,
    path: '/#/ben',
    user: 'ana',
    act: async (page) => {
      await page.getByRole('log').waitFor();
      if (await button(page, 'Back to conversations').isVisible()) await button(page, 'Back to conversations').click();
      await page.getByRole('button', { name: 'Account menu' }).click();
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'address',
    title: 'The own address to share',
    looks: [wide, phoneDark],
    path: '/',
    user: 'newcomer',
    act: async (page) => {
      await page.getByRole('button', { name: 'Account menu' }).click();
      await page.getByRole('menuitem', { name: 'Share my address' }).click();
      await page.getByRole('img', { name: /QR/ }).waitFor();
    },
  },
  {
    name: 'search',
    title: 'One search for people, conversations and messages',
    looks: [wide, wideDark, tablet, phoneDark, small],
    path: '/',
    user: 'ana',
    act: async (page) => {
      await page.getByRole('searchbox', { name: 'Find people' }).fill('be');
      for (const name of ['People', 'Results']) {
        await page.getByRole('list', { name, exact: true }).getByRole('listitem').first().waitFor();
      }
    },
  },
  {
    name: 'archived',
    title: 'Archived conversations',
    looks: some,
    path: '/',
    user: 'ana',
    act: async (page, user) => {
      for (const peer of ['member-10', 'member-20', 'member-30']) {
        await user?.fetch(`/api/conversations/${peer}/archive`, { method: 'PUT', body: { on: true } });
      }
      await page.getByRole('button', { name: 'Archived (3)', exact: true }).click();
      const last = page.getByRole('list', { name: 'Archived conversations' }).getByRole('listitem').nth(2);
      await last.scrollIntoViewIfNeeded();
      await page.mouse.move(0, 0);
    },
  },
  {
    name: 'nothing-found',
    title: 'Nobody by that name',
    looks: [wide],
    path: '/',
    user: 'ana',
    act: async (page) => {
      await page.getByRole('searchbox', { name: 'Find people' }).fill('nobody at all');
      await page.getByText('Nobody by that name.').first().waitFor();
    },
  },
];
