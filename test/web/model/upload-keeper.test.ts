/** Tests which files and waiting messages outlive the page, with a store in memory in the place of the browser's. */
import { signal } from '@preact/signals';
import { expect } from 'chai';
import { ConversationState } from '../../../src/web/model/conversation-state.ts';
import { Tray } from '../../../src/web/model/uploads/tray.ts';
import { UploadKeeper } from '../../../src/web/model/uploads/upload-keeper.ts';
import { UploadLine } from '../../../src/web/model/uploads/upload-line.ts';
import type { NewFile, Uploader } from '../../../src/web/model/uploads/uploader.ts';
import type { WireState } from '../../../src/web/model/wire.ts';
import { WireFailure } from '../../../src/web/model/wire-failure.ts';
import { until } from '../../support/waiting.ts';
import { KeptTrays } from './trays-in-memory.ts';

function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

/** All that waits for no gate has run. */
const turns = () => new Promise((resolve) => setImmediate(resolve));

describe('the keeper of uploads', () => {
  let store: KeptTrays;
  let begun: NewFile[];
  let sent: [key: string, body: string, files: string[]][];
  let stops: (() => void)[];

  beforeEach(() => {
    store = new KeptTrays();
    begun = [];
    sent = [];
    stops = [];
  });
  afterEach(() => {
    for (const stop of stops) stop();
  });

  /** Gets an address and no further while the line is slow; then it is done at once. */
  const uploader =
    (isSlow: boolean): Uploader =>
    (file) => {
      begun.push(file);
      let fail = (_failure: WireFailure) => {};
      return {
        run: (_onProgress, onAddress) => {
          onAddress(file.address ?? `/api/uploads/${file.name}`);
          if (!isSlow) return Promise.resolve(`id of ${file.name}`);
          return new Promise((_resolve, reject) => (fail = reject));
        },
        pause: () => fail(new WireFailure('disconnected', 'Paused.')),
        remove: async () => {},
      };
    };

  /** A page of the same browser. */
  function openPage(isSlow: boolean) {
    const wire = signal<WireState>('connected');
    const keeper = new UploadKeeper(store);
    const line = new UploadLine(wire);
    const conversation = new ConversationState('ben');
    const tray = new Tray(conversation, {
      line,
      uploader: uploader(isSlow),
      bounds: { fileMaxBytes: 1_000, filesPerMessage: 3 },
      waiting: signal([]),
      send: ({ key, body }, files) => {
        sent.push([key, body, files.map(({ id }) => id)]);
        return true;
      },
    });
    keeper.follow(tray);
    const close = () => {
      keeper.stop();
      tray.stop();
      line.stop();
    };
    stops.push(close);
    return { keeper, tray, line, conversation, close, restore: () => keeper.take(() => tray) };
  }

  const file = (name: string, bytes = 5) => new File(['x'.repeat(bytes)], name);
  const kept = () => store.trays.get('ben');
  const names = (tray: Tray) => tray.uploads.value.map(({ name }) => name);

  it('goes on with the address of a file, and sends its message once under the same key', async () => {
    const first = openPage(true);
    first.tray.add([file('a.txt')]);
    first.tray.send('with a text');
    const [key] = first.tray.held.value.map((message) => message.key);
    await until('the address is kept', () => kept()?.held[0]?.uploads[0]?.address === '/api/uploads/a.txt');
    first.close();
    const second = openPage(false);
    await second.restore();
    await until('it is sent', () => sent.length > 0);
    expect(sent).to.deep.equal([[key, 'with a text', ['id of a.txt']]]);
    expect(begun.at(-1)).to.include({ name: 'a.txt', address: '/api/uploads/a.txt' });
    await until('nothing is kept', () => store.trays.size === 0);
    expect(second.line.all.value).to.deep.equal([]);
  });

  it('keeps how a file is sent, and forgets one that is cancelled', async () => {
    const first = openPage(true);
    const [photo, note] = first.tray.add([new File(['x'], 'a.png', { type: 'image/png' }), file('b.txt')]);
    first.tray.sendAs(true);
    await until('both are kept', () => kept()?.uploads[0]?.isPlain && kept()?.uploads.length === 2);
    if (note) first.tray.cancel(note);
    await until('one is kept', () => kept()?.uploads.length === 1);
    first.close();
    const second = openPage(true);
    await second.restore();
    expect([names(second.tray), second.tray.isPlain.value]).to.deep.equal([['a.png'], true]);
    expect(second.tray.uploads.value[0]).to.include({ key: photo?.key, isPlain: true });
  });

  it('tells a file as kept only once it is stored, and none that does not fit', async () => {
    let release = () => {};
    store.gate = new Promise((resolve) => (release = resolve));
    store.maxBytes = 10;
    const { tray, keeper } = openPage(true);
    const [small, large] = tray.add([file('small.txt', 10), file('large.txt', 11)]);
    if (!small || !large) throw new Error('They were not added.');
    expect(keeper.isKept(tray, [small])).to.equal(false);
    release();
    await until('the small one is kept', () => keeper.isKept(tray, [small]));
    expect(keeper.isKept(tray, [small, large])).to.equal(false);
  });

  it('does not show a text as a draft when its message was kept after all', async () => {
    const first = openPage(true);
    first.tray.add([file('a.txt')]);
    first.tray.send('a text');
    await until('it is kept', () => kept()?.held.length === 1);
    first.close();
    const second = openPage(true);
    second.conversation.draft.value = 'a text\nmore';
    await second.restore();
    expect(second.tray.held.value.map(({ body }) => body)).to.deep.equal(['a text']);
    expect(second.conversation.draft.value).to.equal('more');
  });

  it('puts taken files before new ones, and leaves out what a message does not take', async () => {
    const first = openPage(true);
    first.tray.add([file('1'), file('2')]);
    await until('both are kept', () => kept()?.uploads.length === 2);
    first.close();
    const second = openPage(true);
    const taken = await store.take();
    second.tray.add([file('3'), file('4')]);
    for (const tray of taken) second.tray.restore(tray);
    expect(names(second.tray)).to.deep.equal(['1', '3', '4']);
    expect(second.tray.rejections.value).to.deep.equal([{ kind: 'tooMany', count: 1 }]);
  });

  it('does not tell a file as kept while a change of it is being saved, however many there are', async () => {
    const { tray, keeper } = openPage(true);
    const [photo] = tray.add([new File(['x'], 'a.png', { type: 'image/png' })]);
    if (!photo) throw new Error('It was not added.');
    await until('it is kept', () => keeper.isKept(tray, [photo]));
    const [first, second] = [gate(), gate()];
    store.gate = first.opened;
    tray.sendAs(true);
    expect(keeper.isKept(tray, [photo]), 'before the first saving').to.equal(false);
    await turns();
    store.gate = second.opened;
    tray.sendAs(false);
    first.open();
    await turns();
    expect(keeper.isKept(tray, [photo]), 'between both savings').to.equal(false);
    second.open();
    await until('it is kept again', () => keeper.isKept(tray, [photo]));
  });

  it('saves changes that come together once', async () => {
    const { tray } = openPage(true);
    tray.add([file('a.txt')]);
    tray.add([file('b.txt')]);
    await turns();
    expect(store.saved.map(({ uploads }) => uploads.length)).to.deep.equal([2]);
  });

  it('takes over only when a saving has ended, and goes on after a failed one', async () => {
    const { tray, restore } = openPage(true);
    const saving = gate();
    store.gate = saving.opened;
    tray.add([file('a.txt')]);
    await turns();
    let isTaken = false;
    const taking = restore().then(() => (isTaken = true));
    await turns();
    expect(isTaken).to.equal(false);
    saving.open();
    await taking;
    store.takeGate = Promise.reject(new Error('The store fails.'));
    expect(await restore().catch(({ message }) => message)).to.equal('The store fails.');
    tray.add([file('b.txt')]);
    await until('the new one is kept', () => kept()?.uploads.some(({ name }) => name === 'b.txt'));
  });

  it('keeps the size of a file, the facts of a sound, and the message that is answered', async () => {
    const first = openPage(true);
    first.conversation.replyingTo.value = { seq: 4, from: 'ben', body: 'Which one?' };
    first.tray.sendSound(file('a.webm', 7), { durationMs: 1_200, waveform: [0, 100] });
    const reply = first.tray.held.value[0]?.reply;
    await until('it is kept', () => kept()?.held.length === 1);
    expect(kept()?.held[0]?.uploads[0]?.size).to.equal(7);
    first.close();
    const second = openPage(true);
    await second.restore();
    const [message] = second.tray.held.value;
    expect(reply?.seq).to.equal(4);
    expect(message?.reply).to.deep.equal(reply);
    expect(message?.uploads[0]?.sound).to.deep.equal({ durationMs: 1_200, waveform: [0, 100] });
  });

  it('takes nothing over once the user has left', async () => {
    const first = openPage(true);
    first.tray.add([file('a.txt')]);
    await until('it is kept', () => kept()?.uploads.length === 1);
    first.close();
    const second = openPage(true);
    const taking = gate();
    store.takeGate = taking.opened;
    const restored = second.restore();
    await turns();
    second.keeper.stop();
    taking.open();
    await restored;
    expect(names(second.tray)).to.deep.equal([]);
  });

  it('saves nothing once the user has left', async () => {
    const { tray, close } = openPage(true);
    tray.add([file('a.txt')]);
    close();
    await turns();
    expect(store.trays.size).to.equal(0);
  });
});
