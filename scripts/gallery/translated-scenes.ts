/** The scenes in other languages: a longer one, and one from right to left. They find nothing by English names. */
import { until } from '../../test/support/waiting.ts';
import { translatedLooks } from './camera.ts';
import { inTalk, message, type Scene } from './scene.ts';

export const translatedScenes: readonly Scene[] = [
  inTalk({ name: 'conversation-translated', title: 'A conversation in German and in Arabic', looks: translatedLooks }),
  inTalk(
    {
      name: 'message-menu-translated',
      title: 'The actions of a message in German and in Arabic',
      looks: translatedLooks,
    },
    async (page) => {
      // The code of the menu comes after the messages.
      await until('the menu opens', async () => {
        await message(page, 'My sister').click({ button: 'right' });
        return page.getByRole('menu').isVisible();
      });
    },
  ),
  {
    name: 'list-translated',
    title: 'Conversations in German and in Arabic',
    looks: translatedLooks,
    path: '/',
    user: 'ana',
    act: (page) => page.getByRole('listitem').nth(9).waitFor(),
  },
  {
    name: 'settings-translated',
    title: 'Settings in German and in Arabic',
    looks: translatedLooks,
    path: '/settings',
    user: 'ana',
    act: (page) => page.locator('.device').first().waitFor(),
  },
  {
    name: 'register-translated',
    title: 'Registration in German and in Arabic',
    looks: translatedLooks,
    path: '/register',
    act: (page) => page.getByRole('button').first().waitFor(),
  },
];
