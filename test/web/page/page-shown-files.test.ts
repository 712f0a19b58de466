/** Files of messages in the log: images, sounds, films and everything else. */
import { expect } from 'chai';
import { openSite } from './page-site.ts';
import { showFiles } from './shown-files.ts';
import { becomes, count, type Visitor } from './visitor.ts';

describe('page: files of messages', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;

  beforeEach(async () => {
    [ann, ben] = await site().pair({ viewport: { width: 1_000, height: 900 }, serviceWorkers: 'block' });
    await showFiles(ann.page);
    await ann.page.reload();
  });
  afterEach(async () => {
    await ann?.leave();
    await ben?.leave();
  });

  /** Ben sends files; Ann opens the conversation. */
  async function receive(...names: string[]): Promise<void> {
    await send(...names);
    await ann.open(ben);
    await count(articles(), names.length);
    await articles().last().locator('.files').waitFor();
  }

  async function send(...names: string[]): Promise<void> {
    for (const name of names) {
      const data = { clientId: crypto.randomUUID(), body: `files ${name}` };
      const answer = await ben.page.context().request.post(`/api/conversations/${ann.name}/messages`, { data });
      expect(answer.status()).to.equal(201);
    }
  }

  const articles = () => ann.log(ben).getByRole('article');
  const image = (name: string) => articles().getByRole('img', { name, exact: true });
  const hasLoaded = (name: string) =>
    becomes(() => image(name).evaluate((of: HTMLImageElement) => of.complete && of.naturalWidth > 0), true);

  it('shows an image with its name, in its shape, and no empty line of text', async () => {
    await receive('one');
    await hasLoaded('lake.png');
    const { width, height } = (await image('lake.png').boundingBox()) ?? { width: 0, height: 0 };
    expect(width / height).to.be.closeTo(1.5, 0.02);
    await count(articles().locator('.body'), 0);
    expect(await image('lake.png').getAttribute('src')).to.match(/\/files\/one\?preview=1$/);
  });

  it('keeps the place of an image before it loads, and shows its placeholder until then', async () => {
    let open = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    await ann.page.route('**/files/one?preview=1', async (route) => {
      await gate;
      await route.fallback();
    });
    await receive('one', 'paper');
    const blur = articles().first().locator('img[src^="data:image/webp"]');
    await becomes(() => blur.evaluate((of: HTMLImageElement) => of.naturalWidth), 16);
    const before = await articles().last().boundingBox();
    open();
    await hasLoaded('lake.png');
    await count(blur, 0);
    expect(await articles().last().boundingBox()).to.deep.equal(before);
  });

  it('offers any other file as a download with its name and size', async () => {
    await receive('paper with a text');
    const link = articles().getByRole('link', { name: 'Annual report 2026.pdf 2.3 MB', exact: true });
    await link.waitFor();
    expect(await link.getAttribute('href')).to.equal(`/api/conversations/${ben.name}/files/paper`);
    expect(await link.getAttribute('download')).to.equal('Annual report 2026.pdf');
    await becomes(() => ann.texts(ben), ['with a text']);
  });

  it('plays one voice message at a time, at the chosen speed', async () => {
    await receive('voice', 'answer');
    const player = (at: number) => articles().nth(at).getByRole('group', { name: 'Voice message', exact: true });
    const button = (at: number, name: string) => player(at).getByRole('button', { name, exact: true });
    await button(0, 'Speed 1×').click();
    await button(0, 'Speed 1.5×').waitFor();
    await button(0, 'Play').click();
    await button(0, 'Pause').waitFor();
    await becomes(
      () =>
        player(0)
          .locator('audio')
          .evaluate((of: HTMLAudioElement) => of.playbackRate),
      1.5,
    );
    await button(1, 'Play').click();
    await button(0, 'Play').waitFor();
    await button(1, 'Pause').waitFor();
  });

  it('moves the position of a sound by the keys of its slider', async () => {
    await receive('paper', 'voice');
    const slider = articles().getByRole('slider', { name: 'Position', exact: true });
    await slider.waitFor();
    await ann.hasLogTools();
    await articles().last().focus();
    for (let press = 1; press <= 3; press += 1) await ann.page.keyboard.press('ArrowRight');
    await becomes(ann.focused, 'Position');
    for (let press = 1; press <= 10; press += 1) await ann.page.keyboard.press('ArrowRight');
    await becomes(() => slider.getAttribute('aria-valuetext'), '0:01 of 1:00');
    expect(await ann.focused()).to.equal('Position');
    await ann.page.keyboard.press('End');
    await becomes(() => slider.getAttribute('aria-valuetext'), '1:00 of 1:00');
    await ann.page.keyboard.press('ArrowUp');
    await becomes(
      () =>
        articles()
          .first()
          .evaluate((of) => of === document.activeElement),
      true,
    );
  });

  it('shows a film with controls, and loads no more than its first bytes', async () => {
    await receive('film');
    const film = articles().locator('video');
    await becomes(() => film.getAttribute('preload'), 'metadata');
    expect(await film.getAttribute('aria-label')).to.equal('holiday.mp4');
    expect(await film.evaluate((of: HTMLVideoElement) => of.controls)).to.equal(true);
  });

  it('tells in lists and quotes what the files are', async () => {
    const preview = () => ann.item('Conversations', ben).locator('.preview').textContent();
    const lines = { one: 'Photo', three: '3 photos', film: 'Video', voice: 'Voice message', paper: 'Annual report' };
    for (const [name, line] of Object.entries(lines)) {
      await send(name);
      await becomes(async () => (await preview())?.includes(line), true);
    }
    await ann.open(ben);
    await articles()
      .last()
      .getByRole('link', { name: /Annual report/ })
      .waitFor();
    await articles().nth(0).getByRole('button', { name: 'Message actions' }).click();
    await count(ann.menuitem('Copy text'), 0);
    await ann.menuitem('Reply').click();
    await ann.page.locator('.composer-top').getByText('Photo', { exact: true }).waitFor();
    await ann.say('a good one');
    await ann.message(ben, 'a good one').locator('a.quote').getByText('Photo', { exact: true }).waitFor();
  });

  for (const options of [{}, { colorScheme: 'dark' }, { forcedColors: 'active' }] as const) {
    it(`is accessible with every kind of file and ${JSON.stringify(options)}`, async () => {
      await ann.page.emulateMedia(options);
      await receive('one', 'three', 'paper', 'voice', 'film');
      await hasLoaded('third.png');
      await ann.isAccessible();
    });
  }
});
