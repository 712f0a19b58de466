/** The scenes of menus and dialogs, and of the settings. */
import { until } from '../../test/support/waiting.ts';
import { looks } from './camera.ts';
import { button, choose, dialogShows, inTalk, message, type Scene } from './scene.ts';

const { wide, wideDark, wideForced, phone, phoneDark } = looks;
const some = [wide, phoneDark];

export const overlayScenes: readonly Scene[] = [
  inTalk(
    { name: 'message-menu', title: 'The actions of a message', looks: [wide, wideDark, wideForced, phone] },
    async (page) => {
      await message(page, 'My sister').getByRole('button', { name: 'Message actions' }).click();
      await page.getByRole('menu').waitFor();
    },
  ),
  inTalk({ name: 'emoji', title: 'The emoji picker', looks: some }, async (page) => {
    await button(page, 'Emoji').click();
    await page.getByRole('searchbox', { name: 'Search emoji' }).waitFor();
  }),
  inTalk({ name: 'delete', title: 'Deleting a message', looks: [wide] }, async (page) => {
    await choose(page, 'Until Saturday!', 'Delete');
  }),
  inTalk({ name: 'info', title: 'When a message was read', looks: [wideDark] }, async (page) => {
    await choose(page, 'Until Saturday!', 'Message info');
    await dialogShows(page);
  }),
  inTalk({ name: 'pinned', title: 'Pinned messages', looks: [wide] }, async (page) => {
    await button(page, 'Pinned messages').click();
    await dialogShows(page);
  }),
  inTalk(
    { name: 'calendar', title: 'Jumping to a day with messages', looks: [wide, wideDark, phoneDark] },
    async (page) => {
      await button(page, 'Conversation actions').click();
      await page.getByRole('menuitem', { name: 'Jump to date', exact: true }).click();
      await page
        .getByRole('grid')
        .getByRole('button', { name: /, with messages$/ })
        .first()
        .waitFor();
    },
  ),
  {
    name: 'status',
    title: 'The own status',
    looks: [wide, wideDark, phoneDark],
    path: '/',
    user: 'ana',
    act: async (page) => {
      await page.getByRole('button', { name: 'Account menu' }).click();
      await page.getByRole('menuitem', { name: 'Set status' }).click();
      await page.getByRole('textbox', { name: 'Status', exact: true }).fill('At the museum until four');
    },
  },
  {
    name: 'settings',
    title: 'Settings',
    looks: [wide, wideDark, phone],
    path: '/settings',
    user: 'ana',
    act: (page) => page.getByText('This device', { exact: true }).waitFor(),
  },
  {
    name: 'notifications',
    title: 'The settings of notifications',
    looks: [wide, phoneDark],
    path: '/settings',
    user: 'ana',
    act: async (page) => {
      await page.getByText('This device', { exact: true }).waitFor();
      await page.getByRole('heading', { name: 'Notifications' }).evaluate((heading) => heading.scrollIntoView());
    },
  },
  inTalk({ name: 'shortcuts', title: 'Keyboard shortcuts', looks: [wide, wideDark] }, async (page) => {
    await page.getByRole('log').focus();
    // The keys work once their code has come.
    await until('the keys show', async () => {
      await page.keyboard.press('?');
      return page.getByRole('dialog', { name: 'Keyboard shortcuts' }).isVisible();
    });
  }),
];
