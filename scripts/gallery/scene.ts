/** A state of the page that the gallery shows, and steps that lead to it. */
import type { Page } from 'playwright-core';
import type { TestUser } from '../../test/support/client.ts';
import type { Look } from './camera.ts';
import type { Cast } from './cast.ts';

export interface Scene {
  readonly name: string;
  readonly title: string;
  readonly looks: readonly Look[];
  readonly path: string;
  /** Signed in; a visitor otherwise. */
  readonly user?: keyof Cast;
  /** Leads to the state. */
  readonly act?: (page: Page, user: TestUser | null, cast: Cast) => Promise<void>;
}

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

export const message = (page: Page, text: string) => page.getByRole('article').filter({ hasText: text });

export async function choose(page: Page, text: string, command: string): Promise<void> {
  await message(page, text).getByRole('button', { name: 'Message actions' }).click();
  await page.getByRole('menuitem', { name: command, exact: true }).click();
}

export const dialogShows = (page: Page) => page.getByRole('dialog').getByRole('listitem').first().waitFor();

/** In every language. */
async function talkShows(page: Page): Promise<void> {
  await message(page, 'Until Saturday!').waitFor();
  await message(page, 'river').getByRole('link').waitFor();
}

/** A state of the conversation with Ben. @param act - leads to it once the conversation shows. */
export function inTalk(scene: Pick<Scene, 'name' | 'title' | 'looks'>, act: Scene['act'] = async () => {}): Scene {
  return {
    ...scene,
    path: '/#/ben',
    user: 'ana',
    act: async (page, user, cast) => {
      await talkShows(page);
      await act(page, user, cast);
    },
  };
}
