/** Voice messages: recorded, heard, sent, discarded, and what the page says without a microphone. */
import { expect } from 'chai';
import { openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

describe('page: voice messages', () => {
  const site = openSite({}, { fakeMicrophone: true });
  let ann: Visitor;
  let ben: Visitor;

  beforeEach(async () => {
    const options = { viewport: { width: 1_000, height: 900 }, serviceWorkers: 'block' } as const;
    [ann, ben] = await site().pair({ ...options, permissions: ['microphone'] });
    await ann.open(ben);
    await ann.button('Record voice message').waitFor();
  });
  afterEach(async () => {
    await ann?.leave();
    await ben?.leave();
  });

  const bar = () => ann.page.getByRole('main').getByRole('group', { name: 'Voice message', exact: true }).last();
  const record = async (ms: number) => {
    await ann.button('Record voice message').click();
    await ann.button('Stop recording').waitFor();
    await ann.page.waitForTimeout(ms);
  };
  const stored = async () => {
    const answer = await ben.page.context().request.get(`/api/conversations/${ann.name}/messages`);
    const { messages } = (await answer.json()) as {
      messages: { body: string; files?: { type: string; durationMs?: number; waveform?: number[] }[] }[];
    };
    return messages;
  };
  const player = (of: Visitor, peer: Visitor) =>
    of.log(peer).getByRole('article').getByRole('group', { name: 'Voice message', exact: true });

  it('records, plays before it is sent, and sends with length and waveform', async () => {
    await record(1_500);
    await ann.button('Stop recording').click();
    await bar().getByRole('button', { name: 'Play', exact: true }).click();
    await bar().getByRole('button', { name: 'Pause', exact: true }).waitFor();
    await ann.button('Send voice message').click();
    await becomes(async () => (await stored()).length, 1);
    const [message] = await stored();
    const [file] = message?.files ?? [];
    expect(message?.body).to.equal('');
    expect(file?.type).to.match(/^audio\//);
    expect(file?.durationMs).to.be.within(1_200, 10_000);
    expect(file?.waveform).to.have.length.within(10, 100);
    expect(Math.max(...(file?.waveform ?? []))).to.equal(100);
    await player(ann, ben).waitFor();
    await ben.open(ann);
    await player(ben, ann).getByRole('button', { name: 'Play', exact: true }).click();
    const audio = player(ben, ann).locator('audio');
    await becomes(() => audio.evaluate((of: HTMLAudioElement) => of.currentTime > 0.3 && of.error === null), true);
  });

  it('sends while it records, and gives the composer back with its focus', async () => {
    await record(600);
    await ann.button('Send voice message').click();
    await becomes(async () => (await stored()).length, 1);
    await becomes(() => ann.textbox('Message').evaluate((of) => of === document.activeElement), true);
  });

  it('keeps files that are pasted while it records for the next message', async () => {
    await record(300);
    await ann.page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File(['one'], 'pasted.txt', { type: 'text/plain' }));
      document.body.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, clipboardData }));
    });
    const tray = ann.page.getByRole('region', { name: 'Attached files' });
    await tray.getByText('pasted.txt').waitFor();
    await ann.button('Send voice message').click();
    await becomes(async () => (await stored()).length, 1);
    await ann.button('Send').click();
    await becomes(
      async () => (await stored()).map(({ files = [] }) => files.map(({ type }) => type)[0]),
      [(await stored())[0]?.files?.[0]?.type, 'text/plain'],
    );
  });

  it('ends the recording on Escape, and keeps it in the open conversation', async () => {
    await record(300);
    await ann.page.keyboard.press('Escape');
    await count(ann.button('Stop recording'), 0);
    await ann.button('Send voice message').click();
    await becomes(async () => (await stored()).length, 1);
  });

  it('discards, keeps a recording while another conversation is open, and hides behind a text', async () => {
    await record(300);
    await ann.button('Discard voice message').click();
    await count(ann.button('Discard voice message'), 0);
    await record(300);
    const carl = await site().arrive('carl');
    await ann.open(carl);
    await ann.textbox('Message').waitFor();
    await ann.open(ben);
    await ann.button('Send voice message').waitFor();
    await count(ann.button('Stop recording'), 0);
    await ann.button('Discard voice message').click();
    await ann.textbox('Message').fill('a text');
    await count(ann.button('Record voice message'), 0);
    expect(await stored()).to.have.length(0);
    await carl.leave();
  });

  it('works by keyboard, with nothing that axe finds, and says what it does', async () => {
    await ann.button('Record voice message').focus();
    await ann.page.keyboard.press('Enter');
    await becomes(() => ann.button('Stop recording').evaluate((of) => of === document.activeElement), true);
    await ann.isAccessible();
    await ann.page.keyboard.press('Enter');
    await becomes(
      () =>
        bar()
          .getByRole('button', { name: 'Play' })
          .evaluate((of) => of === document.activeElement),
      true,
    );
    await ann.isAccessible();
    await ann.button('Send voice message').press('Enter');
    await becomes(async () => (await stored()).length, 1);
  });

  it('records nothing in a conversation that was left before the browser was answered', async () => {
    await ann.page.evaluate(() => {
      const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = async (wanted) => {
        await new Promise((resolve) => addEventListener('answered', resolve, { once: true }));
        const stream = await ask(wanted);
        Object.assign(globalThis, { givenStream: stream });
        return stream;
      };
    });
    await ann.button('Record voice message').click();
    const carl = await site().arrive('carl');
    await ann.open(carl);
    await ann.page.evaluate(() => dispatchEvent(new Event('answered')));
    await becomes(
      () =>
        ann.page.evaluate(() => {
          const { givenStream: stream } = globalThis as { givenStream?: MediaStream };
          return stream?.getTracks().every(({ readyState }) => readyState === 'ended') ?? false;
        }),
      true,
    );
    await ann.open(ben);
    await ann.button('Record voice message').waitFor();
    await carl.leave();
  });

  it('says that the microphone is blocked, and stays usable', async () => {
    await ann.page.context().clearPermissions();
    await ann.page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    });
    await ann.button('Record voice message').click();
    await ann.page.getByText('The microphone is blocked for this page.').waitFor();
    await ann.say('then in writing');
    await becomes(async () => (await stored()).map(({ body }) => body), ['then in writing']);
  });
});
