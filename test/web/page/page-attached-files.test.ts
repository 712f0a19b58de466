/** Sending files: chosen, pasted and dropped ones, on good and on bad lines. */
import { expect } from 'chai';
import sharp from 'sharp';
import { openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

const text = (name: string, bytes = 20) => ({ name, mimeType: 'text/plain', buffer: Buffer.alloc(bytes, 'a line\n') });

const image = async (name: string) => ({
  name,
  mimeType: 'image/png',
  buffer: await sharp({ create: { width: 600, height: 400, channels: 3, background: '#5e2b73' } })
    .png()
    .toBuffer(),
});

describe('page: files that are sent', () => {
  const site = openSite({ FILE_MAX_MIB: '3' });
  let ann: Visitor;
  let ben: Visitor;

  beforeEach(async () => {
    [ann, ben] = await site().pair({ viewport: { width: 1_000, height: 900 }, serviceWorkers: 'block' });
    await ann.open(ben);
    await ann.button('Attach files').waitFor();
  });
  afterEach(async () => {
    await ann?.leave();
    await ben?.leave();
  });

  const choose = (...files: { name: string; mimeType: string; buffer: Buffer }[]) =>
    ann.page.locator('input[type=file]').setInputFiles(files);
  const items = () => ann.page.getByRole('region', { name: 'Attached files' }).getByRole('listitem');
  const bars = () => ann.page.getByRole('progressbar');
  const send = () => ann.button('Send').click();
  const linksOf = async (of: Visitor, peer: Visitor) =>
    (await of.log(peer).getByRole('article').getByRole('link').allTextContents()).map((name) => name.trim());
  const stored = async () => {
    const answer = await ben.page.context().request.get(`/api/conversations/${ann.name}/messages`);
    const page = (await answer.json()) as { messages: { body: string; files?: { name: string; size: number }[] }[] };
    return page.messages.map(({ body, files = [] }) => [body, ...files.map(({ name }) => name)]);
  };

  it('sends a chosen file without a text, and several with one', async () => {
    await choose(text('first.txt'));
    await count(items(), 1);
    await send();
    await becomes(stored, [['', 'first.txt']]);
    await count(items(), 0);
    await choose(text('second.txt'), await image('lake.png'));
    await ann.say('both');
    await becomes(stored, [
      ['', 'first.txt'],
      ['both', 'second.txt', 'lake.png'],
    ]);
    await ben.open(ann);
    await ben.log(ann).getByRole('img', { name: 'lake.png', exact: true }).waitFor();
    await ann.log(ben).getByRole('img', { name: 'lake.png', exact: true }).waitFor();
    expect((await linksOf(ben, ann))[0]).to.contain('first.txt');
    expect(await ann.textbox('Message').inputValue()).to.equal('');
  });

  /** Hands files to the page as a paste or a drop brings them. */
  const bring = (kind: 'paste' | 'drop', ...names: string[]) =>
    ann.page.evaluate(
      ([kind, names]) => {
        const data = new DataTransfer();
        for (const name of names) data.items.add(new File([`text of ${name}`], name, { type: 'text/plain' }));
        const init = { bubbles: true, cancelable: true };
        const to = document.activeElement ?? document.body;
        if (kind === 'paste') to.dispatchEvent(new ClipboardEvent('paste', { ...init, clipboardData: data }));
        else
          for (const type of ['dragover', 'drop'])
            document.body.dispatchEvent(new DragEvent(type, { ...init, dataTransfer: data }));
      },
      [kind, names] as const,
    );

  /** Keeps the bytes of files on their way until the returned function is called. */
  async function hold(): Promise<() => void> {
    let release = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    await ann.page.route('**/api/uploads/*', async (route) => {
      if (route.request().method() === 'PATCH') await gate;
      await route.continue().catch(() => {});
    });
    return release;
  }

  it('warns at a log-out of files that are not sent', async () => {
    await choose(text('notes.txt'));
    await items().first().waitFor();
    await ann.button('Log out').click();
    await ann.page.getByText('One draft is not saved on the server').waitFor();
    await items().first().waitFor();
    await ann.button('Log out').click();
    await ann.button('Log in').waitFor();
  });

  it('takes files that are pasted or dropped, and shows where they can be dropped', async () => {
    await bring('paste', 'pasted.txt');
    await count(items(), 1);
    await ann.page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['a'], 'a.txt'));
      document.body.dispatchEvent(new DragEvent('dragover', { bubbles: true, cancelable: true, dataTransfer }));
    });
    await ann.page.getByText('Drop files here to attach them').waitFor();
    await bring('drop', 'dropped.txt');
    await count(items(), 2);
    await count(ann.page.getByText('Drop files here to attach them'), 0);
    await send();
    await becomes(stored, [['', 'pasted.txt', 'dropped.txt']]);
  });

  it('sends a message once its uploads are done, also when another conversation is open', async () => {
    const release = await hold();
    const cat = await site().arrive('cat');
    await choose(text('slow.txt'));
    await bars().waitFor();
    await ann.say('with a text');
    await ann.page.getByText('Sent as soon as the files are uploaded').waitFor();
    await ann.say('later text');
    await becomes(stored, [['later text']]);
    await ann.open(cat);
    await count(items(), 0);
    release();
    await becomes(stored, [['later text'], ['with a text', 'slow.txt']]);
    await cat.leave();
  });

  it('uploads at most three side by side', async () => {
    let underWay = 0;
    let most = 0;
    await ann.page.route('**/api/uploads/*', async (route) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setTimeout(resolve, 200));
      underWay -= 1;
      await route.continue();
    });
    await choose(...Array.from({ length: 7 }, (_, at) => text(`${at}.txt`)));
    await send();
    await becomes(stored, [['', ...Array.from({ length: 7 }, (_, at) => `${at}.txt`)]]);
    expect(most).to.equal(3);
  });

  it('removes a cancelled upload from the server, and writes the text of its message again', async () => {
    const release = await hold();
    const created = ann.page.waitForRequest((request) => request.method() === 'PATCH');
    await choose(text('slow.txt'));
    await ann.say('a text');
    const url = (await created).url();
    await items().getByRole('button', { name: 'Cancel', exact: true }).click();
    await count(items(), 0);
    await becomes(() => ann.textbox('Message').inputValue(), 'a text');
    expect(await ann.focused()).to.equal('Message');
    release();
    await becomes(async () => (await ann.page.context().request.head(url)).status(), 404);
    expect(await stored()).to.deep.equal([]);
  });

  it('goes on where it stopped when the server comes back, and sends exactly once', async () => {
    // The line carries the first half, then the server is gone.
    const devtools = await ann.page.context().newCDPSession(ann.page);
    await devtools.send('Network.enable');
    await devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: 600_000,
    });
    const offsets: string[] = [];
    ann.page.on('request', (request) => {
      if (request.method() === 'PATCH') offsets.push(request.headers()['upload-offset'] ?? '');
    });
    await choose(text('long.txt', 2_900_000));
    await ann.say('a long one');
    await becomes(async () => Number((await bars().getAttribute('value')) ?? 0) > 1_000_000, true);
    await site().server.kill();
    await ann.page.getByText('Goes on when the connection is back').waitFor();
    await site().server.start();
    await becomes(stored, [['a long one', 'long.txt']]);
    expect(offsets[0]).to.equal('0');
    expect(Number(offsets.at(-1))).to.be.above(0);
    await ann.reads(ben, ['a long one']);
  });

  it('refuses with numbers what is too large or too many, before an upload', async () => {
    await choose(text('huge.txt', 3_500_000), ...Array.from({ length: 12 }, (_, at) => text(`${at}.txt`)));
    await count(items(), 10);
    await becomes(
      () => ann.page.getByRole('alert').allTextContents(),
      ['“huge.txt” has 3.5 MB. A file may have at most 3.1 MB.', 'A message takes at most 10 files. 2 were left out.'],
    );
  });

  it('shows a refusal of the server at the file, and tries again', async () => {
    let refusals = 1;
    await ann.page.route('**/api/uploads', (route) => {
      refusals -= 1;
      const error = { code: 'conflict', message: 'Full.' };
      return refusals < 0 ? route.continue() : route.fulfill({ status: 409, json: { error } });
    });
    await choose(text('notes.txt'));
    await items().getByText('There is no room for it: your files may take').waitFor();
    await ann.isAccessible();
    await items().getByRole('button', { name: 'Try again', exact: true }).click();
    await count(items().getByRole('button', { name: 'Try again', exact: true }), 0);
    await send();
    await becomes(stored, [['', 'notes.txt']]);
  });

  it('goes on with the same upload after the server was busy or away', async () => {
    const refusals: Record<string, number[]> = { PATCH: [423, 503, 423], HEAD: [423, 503] };
    const created: string[] = [];
    await ann.page.route('**/api/uploads**', (route) => {
      const method = route.request().method();
      if (method === 'POST') created.push(route.request().url());
      const status = refusals[method]?.shift();
      const error = { code: 'unavailable', message: 'Busy.' };
      return status ? route.fulfill({ status, json: { error } }) : route.continue();
    });
    await choose(text('notes.txt'));
    await send();
    await becomes(stored, [['', 'notes.txt']]);
    expect(refusals).to.deep.equal({ PATCH: [], HEAD: [] });
    expect(created).to.have.length(1);
  });

  it('keeps a photograph as it is when it is sent as a file', async () => {
    const photograph = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#5e2b73' } })
      .withExif({ IFD0: { Make: 'Camera' } })
      .jpeg()
      .toBuffer();
    await choose({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: photograph });
    await ann.page.getByRole('checkbox', { name: /Send as file/ }).check();
    await send();
    await becomes(stored, [['', 'photo.jpg']]);
    const link = ann.log(ben).getByRole('article').getByRole('link');
    const answer = await ann.page.context().request.get((await link.getAttribute('href')) ?? '');
    expect((await answer.body()).equals(photograph)).to.equal(true);
  });

  it('shows a message with files at once without a connection, and sends it once after a reload', async () => {
    await choose(await image('lake.png'));
    await ann.page.locator('.upload.is-done canvas:not([hidden])').waitFor();
    await site().server.stop();
    await ann.says(/lost/);
    await send();
    await ann.log(ben).getByRole('img', { name: 'lake.png', exact: true }).waitFor();
    await ann.page.evaluate(() => dispatchEvent(new Event('pagehide')));
    await site().server.start();
    await ann.page.reload();
    await becomes(stored, [['', 'lake.png']]);
    await count(ann.log(ben).getByRole('article'), 1);
  });

  it('keeps a text that waits for its files when the page is closed, in a browser that keeps no files', async () => {
    await ann.page.addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }));
    await ann.page.reload();
    await ann.button('Attach files').waitFor();
    await hold();
    await choose(text('slow.txt'));
    await ann.say('a text');
    await count(items(), 1);
    const asked = ann.page.waitForEvent('dialog');
    void ann.page.reload();
    await (await asked).accept();
    await becomes(() => ann.textbox('Message').inputValue(), 'a text');
  });

  for (const options of [{}, { colorScheme: 'dark' }, { forcedColors: 'active' }] as const) {
    it(`is accessible with uploads and ${JSON.stringify(options)}`, async () => {
      await ann.page.emulateMedia(options);
      await hold();
      await choose(text('slow.txt', 200_000), await image('lake.png'));
      await count(bars(), 2);
      await ann.isAccessible();
    });
  }
});

describe('page: files on a server that keeps none', () => {
  const site = openSite();

  it('has no button to attach files', async () => {
    const [ann, ben] = await site().pair({ serviceWorkers: 'block' });
    await ann.page.routeWebSocket(/socket\.io/, (page) => {
      const server = page.connectToServer();
      page.onMessage((frame) => server.send(frame));
      server.onMessage((frame) => page.send(typeof frame === 'string' ? frame.replace(',"files"', '') : frame));
    });
    await ann.page.reload();
    await ann.open(ben);
    await ann.say('a text');
    await ann.marked(ben, 'a text', 'Sent');
    await count(ann.button('Attach files'), 0);
    await ann.leave();
    await ben.leave();
  });
});
