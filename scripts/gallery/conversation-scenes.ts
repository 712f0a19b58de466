/** The scenes of an open conversation. */
import { everyLook, looks } from './camera.ts';
import { say } from './cast.ts';
import { openers } from './lines.ts';
import { button, choose, inTalk, type Scene } from './scene.ts';

const { wide, wideForced, phoneDark } = looks;
const some = [wide, phoneDark];

export const conversationScenes: readonly Scene[] = [
  inTalk({ name: 'conversation', title: 'A conversation', looks: everyLook }),
  {
    name: 'conversation-empty',
    title: 'An empty conversation',
    looks: some,
    path: '/#/kenji',
    user: 'ana',
    act: (page) => page.getByText('No messages yet.').first().waitFor(),
  },
  {
    name: 'no-such-user',
    title: 'An address of nobody',
    looks: [wide],
    path: '/#/nobody',
    user: 'ana',
    act: (page) =>
      page
        .getByText(/nobody/i)
        .first()
        .waitFor(),
  },
  inTalk({ name: 'scrolled-up', title: 'Scrolled up in a long conversation', looks: some }, async (page) => {
    await page.getByRole('log').evaluate((log) => log.scrollBy({ top: -700, behavior: 'instant' }));
    await page.locator('.to-end').waitFor();
  }),
  {
    name: 'unread',
    title: 'Where the new messages begin',
    looks: some,
    path: '/',
    user: 'ana',
    act: async (page, _user, { mila }) => {
      for (const text of openers) await say(mila, 'ana', text);
      await page.goto('/#/mila');
      await page.getByRole('separator', { name: 'New messages' }).waitFor();
    },
  },
  inTalk({ name: 'reply', title: 'Answering a message', looks: some }, async (page) => {
    await choose(page, 'Perfect, see you', 'Reply');
    await page.getByRole('textbox', { name: 'Message' }).fill('Platform 4 it is');
  }),
  inTalk({ name: 'edit', title: 'Editing a message', looks: some }, async (page) => {
    await choose(page, 'Until Saturday!', 'Edit');
  }),
];

/** Without a network: the last scenes, because they write. */
export const offlineScenes: readonly Scene[] = [
  inTalk(
    { name: 'offline', title: 'Offline, with a message that waits', looks: [wide, phoneDark, wideForced] },
    async (page) => {
      // The last code of the conversation, which cannot be loaded later.
      const isLoaded = () =>
        performance.getEntriesByType('resource').some(({ name }) => name.includes('latest-button'));
      await page.waitForFunction(isLoaded);
      await page.waitForLoadState('networkidle');
      await page.context().setOffline(true);
      await page.locator('.status.is-lost').waitFor();
      await page.getByRole('textbox', { name: 'Message', exact: true }).fill('This waits for the network');
      await button(page, 'Send').click();
    },
  ),
  inTalk({ name: 'failed', title: 'A message that was refused', looks: some }, async (page, user) => {
    const unsent = {
      clientId: crypto.randomUUID(),
      to: 'ben',
      body: `This text is not whole: \ud800`,
      writtenAt: 1,
      refused: null,
    };
    await page.evaluate(([key, value]) => localStorage.setItem(key, value), [
      `duologue.unsent.${user?.username}/${unsent.clientId}`,
      JSON.stringify(unsent),
    ] as const);
    await page.reload();
    await button(page, 'Discard').waitFor();
  }),
];
