/** The scenes of rooms and of the lobby. */
import type { Page } from 'playwright-core';
import { looks } from './camera.ts';
import { roomTitle } from './room-cast.ts';
import { button, dialogShows, message, type Scene } from './scene.ts';

const { wide, wideDark, wideForced, phone, phoneDark } = looks;
const some = [wide, phoneDark];

async function enter(page: Page, title: string): Promise<void> {
  await page.getByRole('list', { name: 'Conversations' }).getByRole('listitem').filter({ hasText: title }).click();
  await page.getByRole('log').getByRole('article').first().waitFor();
}

export const roomScenes: readonly Scene[] = [
  {
    name: 'room',
    title: 'A room',
    looks: [wide, wideDark, wideForced, phone, phoneDark],
    path: '/',
    user: 'ana',
    act: async (page) => {
      await enter(page, roomTitle);
      await message(page, 'can I borrow your shoes').waitFor();
    },
  },
  {
    name: 'room-members',
    title: 'The members of a room, for its owner',
    looks: some,
    path: '/',
    user: 'ana',
    act: async (page) => {
      await enter(page, roomTitle);
      await button(page, '4 members').click();
      await dialogShows(page);
    },
  },
  {
    name: 'new-room',
    title: 'A new room',
    looks: some,
    path: '/',
    user: 'ana',
    act: async (page) => {
      await page.getByRole('button', { name: 'Account menu' }).click();
      await page.getByRole('menuitem', { name: 'New room' }).click();
      await page.getByRole('textbox', { name: 'Title' }).fill('Book club');
      const people = page.getByRole('combobox', { name: 'People', exact: true });
      await people.fill('mila');
      await page.getByRole('option').filter({ hasText: 'Mila' }).click();
      await people.fill('ben');
      await page.getByRole('option').filter({ hasText: 'Ben' }).waitFor();
    },
  },
  {
    name: 'lobby',
    title: 'The lobby',
    looks: some,
    path: '/',
    user: 'ana',
    act: async (page) => {
      await enter(page, 'Lobby');
      await message(page, 'a room for climbers').waitFor();
    },
  },
];
