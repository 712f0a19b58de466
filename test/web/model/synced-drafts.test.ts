/** Tests of the drafts that are the same on all devices: a server in memory keeps the contract. */
import { signal } from '@preact/signals';
import { expect } from 'chai';
import type { Draft } from '../../../src/protocol/draft-shapes.ts';
import type { Feature, Payload, PushName, RequestName } from '../../../src/protocol/events.ts';
import type { ConversationState } from '../../../src/web/model/conversation-state.ts';
import { Drafts } from '../../../src/web/model/drafts.ts';
import { KnownConversations } from '../../../src/web/model/known-conversations.ts';
import { SyncedDrafts } from '../../../src/web/model/synced-drafts.ts';
import type { Wire, WireState } from '../../../src/web/model/wire.ts';
import { WireFailure } from '../../../src/web/model/wire-failure.ts';
import { until } from '../../support/waiting.ts';
import { fakeStores } from './fake-stores.ts';

class DraftServer {
  readonly stored = new Map<string, Draft>();
  readonly devices: Device[] = [];
  #version = 0;

  save(device: Device, { with: peer = '', text, base }: Payload<'saveDraft'>): { version: number } {
    const known = this.stored.get(peer) ?? { text: '', version: 0 };
    if (known.text === text) return { version: known.version };
    if (base !== known.version && !(base === 0 && known.text === '')) {
      const data = { text: known.text, version: known.version };
      throw new WireFailure('conflict', 'changed', undefined, { data });
    }
    this.#version += 1;
    const draft = { with: peer, text, version: this.#version, updatedAt: '' };
    this.stored.set(peer, draft);
    for (const other of this.devices) if (other !== device) other.hear(draft);
    return { version: this.#version };
  }
}

class Device {
  readonly state = signal<WireState>('connected');
  readonly features = signal<readonly Feature[]>(['drafts']);
  readonly open = signal<ConversationState | null>(null);
  readonly conversations = new KnownConversations('ann');
  readonly drafts: Drafts;
  readonly saves: Payload<'saveDraft'>[] = [];
  /** With `lost`, the server acts, but its answer is lost; with `refused`, it answers that it is not available. */
  fate: 'lost' | 'refused' | null = null;
  synced: SyncedDrafts | null = null;
  readonly #server: DraftServer;
  readonly #listeners: { event: PushName; listener: (payload: never) => void }[] = [];

  constructor(server: DraftServer, stores = fakeStores()) {
    this.#server = server;
    server.devices.push(this);
    this.drafts = new Drafts(stores);
    for (const { to, text } of this.drafts.all()) this.conversations.withPeer(to).draft.value = text;
    this.drafts.follow(this.open, (to) => this.conversations.withPeer(to).draft);
  }

  readonly wire = {
    state: this.state,
    request: async (event: RequestName, payload: object) => {
      if (this.state.peek() !== 'connected') throw new WireFailure('disconnected', 'not connected');
      await Promise.resolve();
      if (this.fate === 'refused') {
        this.fate = null;
        throw new WireFailure('unavailable', 'not available');
      }
      if (event === 'drafts') return { drafts: [...this.#server.stored.values()].filter(({ text }) => text !== '') };
      this.saves.push(payload as Payload<'saveDraft'>);
      const answer = this.#server.save(this, payload as Payload<'saveDraft'>);
      if (this.fate !== 'lost') return answer;
      this.fate = null;
      this.state.value = 'lost';
      throw new WireFailure('disconnected', 'lost');
    },
    notify: () => {},
    onPush: (event: PushName, listener: (payload: never) => void) => this.#listeners.push({ event, listener }),
  } as unknown as Wire;

  sync(): this {
    this.synced = new SyncedDrafts(this);
    return this;
  }

  hear(draft: Draft): void {
    if (this.state.peek() !== 'connected') return;
    for (const { event, listener } of this.#listeners) if (event === 'draft') listener(draft as never);
  }

  get ben(): ConversationState {
    return this.conversations.withPeer('ben');
  }

  type(text: string): void {
    this.open.value = this.ben;
    this.ben.draft.value = text;
  }
}

describe('SyncedDrafts', () => {
  let server: DraftServer;
  beforeEach(() => {
    server = new DraftServer();
  });
  afterEach(() => {
    for (const { synced } of server.devices) synced?.stop();
  });
  const storedIs = (text: string) =>
    until(`"${text}" is stored`, () => (server.stored.get('ben')?.text ?? '') === text);
  const quiet = () => new Promise((resolve) => setTimeout(resolve, 50));

  it('saves a text once, a second after the last change, and shows it on the other device', async () => {
    const [desk, phone] = [new Device(server).sync(), new Device(server).sync()];
    for (const text of ['h', 'ha', 'half']) desk.type(text);
    await storedIs('half');
    expect(desk.saves).to.deep.equal([{ with: 'ben', text: 'half', base: 0 }]);
    expect(phone.ben.draft.value).to.equal('half');
    phone.open.value = phone.ben;
    await quiet();
    expect(phone.saves).to.deep.equal([]);
  });

  it('leaves the saving to the tab that has the newest text', async () => {
    const stores = fakeStores();
    const [first, second] = [new Device(server, stores).sync(), new Device(server, stores).sync()];
    first.type('half');
    await until('the second tab shows it', () => second.ben.draft.value === 'half');
    second.type('half and more');
    await storedIs('half and more');
    await quiet();
    expect(first.saves).to.deep.equal([]);
    second.type('');
    await storedIs('');
    await quiet();
    expect([first.ben.draft.value, ...stores.drafts.all()]).to.deep.equal(['']);
  });

  it('removes a text that is sent while the drafts are fetched, when the page has not heard that it is stored', async () => {
    const stores = fakeStores();
    const before = new Device(server, stores);
    before.type('half');
    server.save(before, { with: 'ben', text: 'half', base: 0 });
    const desk = new Device(server, stores).sync();
    desk.type('');
    await storedIs('');
    await quiet();
    expect(desk.ben.draft.value).to.equal('');
  });

  it('removes a text that is sent at once, when the page before was closed during the save', async () => {
    const stores = fakeStores();
    const before = new Device(server, stores).sync();
    await quiet();
    before.type('half');
    before.state.value = 'lost';
    before.synced?.stop();
    server.save(before, { with: 'ben', text: 'half', base: 0 });
    const desk = new Device(server, stores).sync();
    desk.type('');
    await storedIs('');
    await quiet();
    expect(desk.ben.draft.value).to.equal('');
  });

  it('asks again for the drafts when they could not be fetched', async () => {
    const desk = new Device(server);
    server.save(desk, { with: 'ben', text: 'half', base: 0 });
    desk.fate = 'refused';
    desk.sync();
    await until('the draft is shown', () => desk.ben.draft.value === 'half', { ms: 10_000 });
  });

  it('removes a sent text at once, also on the other device', async () => {
    const [desk, phone] = [new Device(server).sync(), new Device(server).sync()];
    desk.type('half');
    desk.synced?.flush();
    await storedIs('half');
    desk.type('');
    await storedIs('');
    expect(phone.ben.draft.value).to.equal('');
    expect(desk.drafts.all()).to.deep.equal([]);
  });

  it('shows both texts when both were changed, and saves none before the user has chosen', async () => {
    const [desk, phone] = [new Device(server).sync(), new Device(server).sync()];
    desk.state.value = 'lost';
    desk.type('of the desk');
    phone.type('of the phone');
    phone.synced?.flush();
    await storedIs('of the phone');
    desk.state.value = 'connected';
    await until('the desk hears of it', () => desk.ben.otherDraft.value?.text === 'of the phone');
    desk.type('of the desk, longer');
    desk.synced?.flush();
    await quiet();
    expect(server.stored.get('ben')?.text).to.equal('of the phone');
    desk.ben.otherDraft.value?.replace();
    await storedIs('of the desk, longer');
    expect(desk.ben.otherDraft.value).to.equal(null);
    expect(phone.ben.draft.value).to.equal('of the desk, longer');
  });

  it('takes no own text for that of another device when the answer of a save was lost', async () => {
    const desk = new Device(server).sync();
    desk.fate = 'lost';
    desk.type('half');
    desk.synced?.flush();
    await storedIs('half');
    desk.type('half, and more');
    desk.state.value = 'connected';
    await storedIs('half, and more');
    expect(desk.ben.otherDraft.value).to.equal(null);
  });

  it('removes on the server what was sent without a connection, after a reload', async () => {
    const stores = fakeStores();
    const desk = new Device(server, stores).sync();
    desk.type('half');
    desk.synced?.flush();
    await storedIs('half');
    desk.state.value = 'lost';
    desk.type('');
    desk.synced?.stop();
    const again = new Device(server, stores).sync();
    await storedIs('');
    expect(again.ben.draft.value).to.equal('');
    expect(stores.drafts.kept.size).to.equal(0);
  });

  it('does not restore a text that was sent before the code of the drafts was loaded', async () => {
    const desk = new Device(server);
    server.save(desk, { with: 'ben', text: 'half', base: 0 });
    desk.type('half');
    desk.type('');
    desk.sync();
    await storedIs('');
    expect(desk.ben.draft.value).to.equal('');
  });

  it('clears a text that was removed elsewhere meanwhile', async () => {
    const [desk, phone] = [new Device(server).sync(), new Device(server).sync()];
    desk.type('half');
    desk.synced?.flush();
    await storedIs('half');
    desk.state.value = 'lost';
    phone.type('');
    await storedIs('');
    desk.state.value = 'connected';
    await until('the desk is empty', () => desk.ben.draft.value === '');
    await quiet();
    expect(server.stored.get('ben')?.text).to.equal('');
  });
});
