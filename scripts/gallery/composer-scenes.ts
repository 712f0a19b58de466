/** The scenes of the composer with files and with voice messages. */
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { until } from '../../test/support/waiting.ts';
import { looks } from './camera.ts';
import { button, inTalk, type Scene } from './scene.ts';

const some = [looks.wide, looks.wideForced, looks.phoneDark];

const base64 = (text: string) => Buffer.from(text).toString('base64');

const full = 'Minutes of the meeting about the garden.txt';

/** One file has no room, and the bytes of the others do not arrive. Nothing of them reaches the server. */
async function chooseFiles(page: Page): Promise<void> {
  const error = { code: 'conflict', message: 'Full.' };
  await page.route('**/api/uploads/*', () => {});
  await page.route('**/api/uploads', async (route) => {
    const isFull = (await route.request().headerValue('upload-metadata'))?.includes(base64(full));
    const begun = { status: 201, headers: { location: '/api/uploads/begun', 'tus-resumable': '1.0.0' } };
    return route.fulfill(isFull ? { status: 409, json: { error } } : begun);
  });
  const photo = sharp({ create: { width: 600, height: 400, channels: 3, background: '#7a9e5b' } }).png();
  await page.locator('input[type=file]').setInputFiles([
    { name: 'The river at noon.png', mimeType: 'image/png', buffer: await photo.toBuffer() },
    { name: full, mimeType: 'text/plain', buffer: Buffer.alloc(40_000, 'a line\n') },
    { name: 'Route.gpx', mimeType: 'application/gpx+xml', buffer: Buffer.alloc(900_000, 'x') },
  ]);
  await button(page, 'Try again').waitFor();
  await page.getByRole('textbox', { name: 'Message' }).fill('Two of these are for you');
}

async function record(page: Page): Promise<void> {
  // Another scene may have left a draft, which the server sends when the page is connected.
  await until('the composer is empty', async () => {
    await page.getByRole('textbox', { name: 'Message' }).fill('');
    return button(page, 'Record voice message').isVisible();
  });
  await page.context().grantPermissions(['microphone']);
  await button(page, 'Record voice message').click();
  await button(page, 'Stop recording').waitFor();
  const bars = page.locator('.voice-level > span');
  await bars.nth(15).waitFor();
}

/** After all others: they leave a draft. */
export const composerScenes: readonly Scene[] = [
  inTalk({ name: 'voice-recorded', title: 'A voice message before it is sent', looks: some }, async (page) => {
    await record(page);
    await button(page, 'Stop recording').click();
    await button(page, 'Play').waitFor();
  }),
  inTalk({ name: 'uploads', title: 'Files with a caption, on their way and failed', looks: some }, chooseFiles),
];
