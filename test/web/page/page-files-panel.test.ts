/** The panel of the files of a conversation, with real uploads. */
import { expect } from 'chai';
import { eachPair, openSite } from './page-site.ts';
import { shortFilm, tone } from './sample-media.ts';
import { type SentFile, sendFiles, smallPhoto } from './sent-by-page.ts';
import { becomes, count, type Visitor } from './visitor.ts';

describe('page: the files of a conversation', () => {
  const site = openSite({}, { worker: true });
  let ann: Visitor;
  let ben: Visitor;
  eachPair(site, (...pair) => {
    [ann, ben] = pair;
  });

  const panel = () => ann.page.getByRole('dialog', { name: 'Files', exact: true });
  const tab = (name: string) => panel().getByRole('tab', { name, exact: true });
  const inPanel = (name: string) => panel().getByRole('button', { name, exact: true });
  const items = () => panel().getByRole('listitem');
  const notes = (name: string): SentFile => ({ name, bytes: Buffer.from(`The text of ${name}`) });

  async function openPanel(kind?: string): Promise<void> {
    await ann.open(ben);
    await ann.button('Files').click();
    await panel().waitFor();
    if (kind) await tab(kind).click();
  }

  it('says in words that there are none', async () => {
    await openPanel();
    await panel().getByText('No photos have been sent here yet.', { exact: true }).waitFor();
    await tab('Other').click();
    await panel().getByText('No other files have been sent here yet.', { exact: true }).waitFor();
    await ann.isAccessible();
  });

  it('lists a file with its name, type, size and sender, and leads to its message', async () => {
    await sendFiles(ben, ann, [notes('plan.txt')], 'here is the plan');
    await ben.sends(ann, 'later', 60);
    await openPanel('Other');
    const link = items().getByRole('link');
    await becomes(async () => (await link.textContent())?.includes('TXT · 20 bytes · '), true);
    expect(await link.textContent())
      .to.include(`plan.txt`)
      .and.to.include(ben.name);
    expect(await link.getAttribute('download')).to.equal('plan.txt');
    await inPanel('Show in conversation').click();
    await count(panel(), 0);
    await ann.message(ben, 'here is the plan').waitFor();
    await becomes(async () => (await ann.focused()).includes('here is the plan'), true);
  });

  it('shows photos as previews, which open a viewer that leads through the list and to the message', async () => {
    await sendFiles(ben, ann, [await smallPhoto(1)], 'the first');
    await sendFiles(ben, ann, [await smallPhoto(2), await smallPhoto(3)]);
    await ben.sends(ann, 'later', 60);
    await openPanel();
    const photo = (number: number) => panel().getByRole('img', { name: `photo ${number}.png`, exact: true });
    await becomes(() => photo(1).evaluate((of: HTMLImageElement) => of.naturalWidth), 48);
    await photo(2).click();
    const viewer = (number: number) => ann.page.getByRole('dialog', { name: `photo ${number}.png`, exact: true });
    await viewer(2).getByText(`${ben.name} · `).waitFor();
    await ann.page.keyboard.press('ArrowLeft');
    await ann.page.keyboard.press('ArrowRight');
    await ann.page.keyboard.press('ArrowRight');
    await viewer(1).waitFor();
    await viewer(1).getByRole('button', { name: 'Show in conversation', exact: true }).click();
    await count(ann.dialog(), 0);
    await becomes(async () => (await ann.focused()).includes('the first'), true);
  });

  it('is used by keyboard: tabs and photos by arrow keys, and the focus returns to its button', async () => {
    await sendFiles(ben, ann, [await smallPhoto(1), await smallPhoto(2)]);
    await ann.open(ben);
    await ann.button('Files').focus();
    await ann.page.keyboard.press('Enter');
    await becomes(ann.focused, 'Photos');
    await count(items(), 2);
    const focusedPhoto = () =>
      ann.page.evaluate(() => document.activeElement?.querySelector('img:last-child')?.getAttribute('alt'));
    await ann.page.keyboard.press('Tab');
    await becomes(focusedPhoto, 'photo 1.png');
    await ann.page.keyboard.press('ArrowRight');
    await becomes(focusedPhoto, 'photo 2.png');
    await tab('Photos').focus();
    await ann.page.keyboard.press('ArrowLeft');
    await becomes(ann.focused, 'Other');
    await becomes(() => tab('Other').getAttribute('aria-selected'), 'true');
    await ann.page.keyboard.press('Escape');
    await count(panel(), 0);
    await becomes(ann.focused, 'Files');
  });

  it('plays a sound, a voice message and a film, one at a time', async () => {
    const waveform = Array.from({ length: 40 }, (_, at) => 10 + ((at * 37) % 90));
    await sendFiles(ben, ann, [
      { name: 'song.wav', bytes: tone(60) },
      { name: 'voice.wav', bytes: tone(60), waveform },
      { name: 'holiday.webm', bytes: await shortFilm(ben.page) },
    ]);
    await openPanel('Audio');
    const sound = (name: string) => panel().getByRole('group', { name, exact: true });
    const control = (name: string, of: string) => sound(name).getByRole('button', { name: of, exact: true });
    await control('song.wav', 'Play').click();
    await control('song.wav', 'Pause').waitFor();
    await control('Voice message', 'Play').click();
    await control('Voice message', 'Pause').waitFor();
    await control('song.wav', 'Play').waitFor();
    await ann.isAccessible();
    await tab('Videos').click();
    const film = panel().getByLabel('holiday.webm', { exact: true });
    await becomes(() => film.evaluate((of: HTMLVideoElement) => of.videoWidth), 320);
    await film.focus();
    await ann.page.keyboard.press('Space');
    await becomes(() => film.evaluate((of: HTMLVideoElement) => of.currentTime > 0), true);
    await ann.isAccessible();
  });

  it('reaches the controls of a sound by Tab, and moves its position by the arrow keys', async () => {
    await sendFiles(ben, ann, [{ name: 'song.wav', bytes: tone(60) }]);
    await openPanel('Audio');
    await inPanel('Show in conversation').focus();
    await ann.page.keyboard.press('Tab');
    await becomes(ann.focused, 'Play');
    await ann.page.keyboard.press('Enter');
    await becomes(ann.focused, 'Pause');
    await ann.page.keyboard.press('Enter');
    await becomes(ann.focused, 'Play');
    await ann.page.keyboard.press('Tab');
    await becomes(ann.focused, 'Speed 1×');
    await ann.page.keyboard.press('Tab');
    await becomes(ann.focused, 'Position');
    const slider = panel().getByRole('slider', { name: 'Position', exact: true });
    await ann.page.keyboard.press('Home');
    for (let press = 1; press <= 10; press += 1) await ann.page.keyboard.press('ArrowRight');
    await becomes(() => slider.getAttribute('aria-valuetext'), '0:01 of 1:00');
    const audio = panel().locator('audio');
    await ann.page.keyboard.press('End');
    await becomes(() => audio.evaluate((of: HTMLAudioElement) => of.ended), true);
    expect(await slider.getAttribute('aria-valuetext')).to.equal('1:00 of 1:00');
    await inPanel('Play').click();
    await becomes(() => audio.evaluate((of: HTMLAudioElement) => !of.ended && of.currentTime < 50), true);
  });

  it('fetches older files as the user scrolls, and by a button after a failure', async () => {
    for (let message = 0; message < 7; message += 1) {
      const files = Array.from({ length: 10 }, (_, at) => notes(`note ${message * 10 + at}.txt`));
      await sendFiles(ben, ann, files);
    }
    const asked: string[] = [];
    let fails = true;
    await ann.page.route('**/files?*before=*', (route) => {
      asked.push(route.request().url());
      return fails ? route.abort() : route.continue();
    });
    await openPanel('Other');
    await count(items(), 50);
    await items().last().scrollIntoViewIfNeeded();
    await panel().getByRole('alert').getByText('The server cannot be reached.').waitFor();
    const failed = asked.length;
    fails = false;
    await inPanel('Try again').click();
    await count(items(), 70);
    expect(asked.length).to.be.above(failed);
    expect(await panel().getByText('note 0.txt', { exact: true }).count()).to.equal(1);
    await count(inPanel('Load older files'), 0);
  });

  it('says that there is no connection, and goes on when it is back', async () => {
    await ann.open(ben);
    await ann.button('Files').click();
    await panel().getByText('No photos have been sent here yet.', { exact: true }).waitFor();
    await ann.page.context().setOffline(true);
    await tab('Other').click();
    await panel().getByText('There is no connection.').waitFor();
    await sendFiles(ben, ann, [notes('late.txt')]);
    await ann.page.context().setOffline(false);
    await panel().getByText('late.txt', { exact: true }).waitFor();
  });

  it('hears of new and of deleted messages while it is open', async () => {
    const { seq } = await sendFiles(ben, ann, [await smallPhoto(1), notes('one.txt')]);
    await openPanel();
    await count(items(), 1);
    await sendFiles(ben, ann, [await smallPhoto(2)]);
    await count(items(), 2);
    const { request } = ben.page.context();
    expect((await request.delete(`/api/conversations/${ann.name}/messages/${seq}`)).status()).to.equal(200);
    await count(items(), 1);
    await tab('Other').click();
    await panel().getByText('No other files have been sent here yet.', { exact: true }).waitFor();
  });

  for (const options of [{}, { colorScheme: 'dark' }, { forcedColors: 'active' }] as const) {
    it(`is accessible, and takes a narrow screen whole, with ${JSON.stringify(options)}`, async () => {
      await sendFiles(ben, ann, [await smallPhoto(1), await smallPhoto(2), notes('a rather long name of a file.txt')]);
      await ann.page.emulateMedia(options);
      await openPanel();
      await count(items(), 2);
      await ann.isAccessible();
      await ann.page.setViewportSize({ width: 320, height: 640 });
      expect(await panel().boundingBox()).to.deep.equal({ x: 0, y: 0, width: 320, height: 640 });
      await tab('Other').click();
      await count(items(), 1);
      await ann.isAccessible();
      expect(await panel().evaluate((of) => of.scrollWidth)).to.equal(320);
    });
  }

  it('says in a reply what the quoted files are, which are not loaded', async () => {
    const { seq } = await sendFiles(ben, ann, [await smallPhoto(1)]);
    await ben.sends(ann, 'later', 120);
    const data = { clientId: crypto.randomUUID(), body: 'a good one', replyTo: seq };
    await ben.page.context().request.post(`/api/conversations/${ann.name}/messages`, { data });
    await ann.open(ben);
    await ann.toEnd();
    const quote = ann.message(ben, 'a good one').locator('a.quote');
    await quote.getByText('Photo', { exact: true }).waitFor();
  });

  it('has no button where the server takes no files', async () => {
    await ann.page.routeWebSocket(/socket\.io/, (page) => {
      const server = page.connectToServer();
      page.onMessage((frame) => server.send(frame));
      server.onMessage((frame) => page.send(typeof frame === 'string' ? frame.replace(',"files"', '') : frame));
    });
    await ann.page.reload();
    await ann.open(ben);
    await ann.button('Pinned messages').waitFor();
    await ann.says(/^$/);
    await count(ann.button('Files'), 0);
  });
});
