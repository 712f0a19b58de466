/** Tests the settings and muted conversations over HTTP. */
import { expect } from 'chai';
import type { ArchiveAnswer } from '../../src/protocol/archive-shapes.ts';
import type { MuteAnswer, SettingsAnswer } from '../../src/protocol/settings.ts';
import type { ConversationPage } from '../../src/protocol/shapes.ts';
import type { UnreadAnswer } from '../../src/protocol/unread-shapes.ts';
import { messageTo } from '../engine/engine-bench.ts';
import { expectStatus, register, type TestUser } from '../support/client.ts';
import { useNode } from './in-process-node.ts';

type Refused = { error: { code: string; fields?: Record<string, string> } };

describe('the settings routes', () => {
  const url = useNode();
  let anna: TestUser;
  before(async () => {
    anna = await register(url());
  });

  const read = async (user = anna) => expectStatus(await user.fetch<SettingsAnswer>('/api/me/settings'), 200);
  const save = (body: unknown, user = anna) =>
    user.fetch<SettingsAnswer & Refused>('/api/me/settings', { method: 'PATCH', body });

  it('answers the defaults before anything is saved', async () => {
    expect(await read(await register(url()))).to.deep.equal({
      settings: {
        notifications: { preview: 'full', sound: true, quietHours: null },
        theme: 'system',
        locale: null,
        readReceipts: true,
        typingNotices: true,
        lastSeen: true,
      },
      version: 0,
    });
  });

  it('changes what a part names, and counts the changes', async () => {
    const { version } = await read();
    const first = expectStatus(await save({ theme: 'dark', notifications: { sound: false } }), 200);
    expect(first).to.deep.include({ version: version + 1 });
    const quietHours = { from: '22:30', to: '07:00', timeZone: 'Europe/Berlin' };
    const { settings } = expectStatus(await save({ locale: 'pt-BR', notifications: { quietHours } }), 200);
    expect(settings).to.deep.equal({
      notifications: { preview: 'full', sound: false, quietHours },
      theme: 'dark',
      locale: 'pt-BR',
      readReceipts: true,
      typingNotices: true,
      lastSeen: true,
    });
    const last = await read();
    expect(last).to.deep.equal({ settings, version: version + 2 });
    expect(expectStatus(await save({ theme: 'dark' }), 200), 'the same again').to.deep.equal(last);
    expect(expectStatus(await save({}), 200), 'nothing').to.deep.equal(last);
  });

  it('keeps every change of several devices that save at once', async () => {
    const parts = [
      { theme: 'light' },
      { locale: 'fr' },
      { notifications: { sound: false } },
      { notifications: { preview: 'none' } },
      { readReceipts: false },
    ];
    const bert = await register(url());
    const answers = await Promise.all(parts.map((part) => save(part, bert)));
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200, 200, 200]);
    expect(await read(bert)).to.deep.equal({
      settings: {
        notifications: { preview: 'none', sound: false, quietHours: null },
        theme: 'light',
        locale: 'fr',
        readReceipts: false,
        typingNotices: true,
        lastSeen: true,
      },
      version: 5,
    });
  });

  const zone = (timeZone: unknown, from: unknown = '22:00') => ({
    notifications: { quietHours: { from, to: '07:00', timeZone } },
  });
  const wrong: [unknown, string][] = [
    [{ theme: 'blue' }, 'theme'],
    [{ theme: null }, 'theme'],
    [{ locale: 'not a tag' }, 'locale'],
    [{ locale: `en-${'a'.repeat(40)}` }, 'locale'],
    [{ readReceipts: 'no' }, 'readReceipts'],
    [{ readReceipts: null }, 'readReceipts'],
    [{ readReceipts: 0 }, 'readReceipts'],
    [{ typingNotices: 'off' }, 'typingNotices'],
    [{ lastSeen: 'off' }, 'lastSeen'],
    [{ notifications: null }, 'notifications'],
    [{ notifications: { preview: 'all' } }, 'notifications.preview'],
    [{ notifications: { sound: 'no' } }, 'notifications.sound'],
    [zone('Europe/Atlantis'), 'notifications.quietHours.timeZone'],
    [zone('+01:00'), 'notifications.quietHours.timeZone'],
    [zone('Europe/Berlin', '24:00'), 'notifications.quietHours.from'],
    [zone('Europe/Berlin', '7:00'), 'notifications.quietHours.from'],
    [{ notifications: { quietHours: { from: '22:00', to: '07:00' } } }, 'notifications.quietHours.timeZone'],
  ];
  for (const [part, field] of wrong) {
    it(`refuses ${JSON.stringify(part).slice(0, 80)}, and changes nothing`, async () => {
      const before = await read();
      const { error } = expectStatus(await save({ theme: 'light', ...(part as object) }), 400);
      expect(error.code).to.equal('invalid_input');
      expect(error.fields).to.have.property(field);
      expect(await read()).to.deep.equal(before);
    });
  }

  it('ignores what it does not know', async () => {
    const before = await read();
    const part = { readReceiptsToo: false, notifications: { unknown: 1 } };
    expect(expectStatus(await save(part), 200)).to.deep.equal(before);
  });

  it('mutes a conversation until a time', async () => {
    const bert = await register(url());
    const device = await anna.connect();
    await device.ask('chatMessage', messageTo(bert));
    device.close();
    const mute = (until: unknown, peer = bert.username) =>
      anna.fetch<MuteAnswer & Refused>(`/api/conversations/${peer}/mute`, { method: 'PUT', body: { until } });
    const listed = async () => {
      const { conversations } = expectStatus(await anna.fetch<ConversationPage>('/api/conversations'), 200);
      return conversations.find(({ peer }) => peer?.username === bert.username);
    };
    const until = '9999-12-31T23:59:59.999Z';
    expect(await listed()).to.not.have.property('mutedUntil');
    expect(expectStatus(await mute(until), 200)).to.deep.equal({ mutedUntil: until });
    expect(await listed()).to.include({ mutedUntil: until });
    for (const odd of ['tomorrow', '2026-02-30T10:00:00.000Z', '+010000-01-01T00:00:00.000Z', 5, undefined]) {
      expect(expectStatus(await mute(odd), 400).error.fields).to.have.property('until');
    }
    expect(await listed()).to.include({ mutedUntil: until });
    expect(expectStatus(await mute('2020-01-01T00:00:00.000Z'), 200)).to.deep.equal({ mutedUntil: null });
    expect(await listed()).to.not.have.property('mutedUntil');
    expectStatus(await mute(until), 200);
    expect(expectStatus(await mute(null), 200)).to.deep.equal({ mutedUntil: null });
    expect(await listed()).to.not.have.property('mutedUntil');
    expect(expectStatus(await mute(null, 'nobody-here'), 404).error.code).to.equal('not_found');
  });

  it('archives a conversation, and takes it out', async () => {
    const bert = await register(url());
    const device = await anna.connect();
    await device.ask('chatMessage', messageTo(bert));
    device.close();
    const archive = (on: unknown, peer = bert.username) =>
      anna.fetch<ArchiveAnswer & Refused>(`/api/conversations/${peer}/archive`, { method: 'PUT', body: { on } });
    const peers = async (query: string) => {
      const { conversations } = expectStatus(await anna.fetch<ConversationPage>(`/api/conversations${query}`), 200);
      return conversations.map(({ peer }) => peer?.username);
    };
    expect(expectStatus(await archive(true), 200)).to.deep.equal({ archived: true, seq: 1 });
    expect(await peers('?archived=true')).to.deep.equal([bert.username]);
    expect(await peers('')).to.not.include(bert.username);
    for (const odd of ['yes', null, undefined, 1]) {
      expect(expectStatus(await archive(odd), 400).error.fields).to.have.property('on');
    }
    expect(expectStatus(await archive(true, 'nobody-here'), 404).error.code).to.equal('not_found');
    expect(expectStatus(await archive(false), 200)).to.deep.equal({ archived: false, seq: 1 });
    expect(await peers('?archived=true')).to.deep.equal([]);
    expect(await peers('')).to.include(bert.username);
  });

  it('marks a conversation as unread from a message on, until it is read', async () => {
    const bert = await register(url());
    const [device, his] = await Promise.all([anna.connect(), bert.connect()]);
    for (let sent = 0; sent < 2; sent += 1) await his.ask('chatMessage', messageTo(anna));
    await device.ask('markRead', { with: bert.username, seq: 2 });
    const mark = (seq: unknown, peer = bert.username) =>
      anna.fetch<UnreadAnswer & Refused>(`/api/conversations/${peer}/unread`, { method: 'PUT', body: { seq } });
    const unread = async () => {
      const { conversations } = expectStatus(await anna.fetch<ConversationPage>('/api/conversations'), 200);
      return conversations.find(({ peer }) => peer?.username === bert.username)?.unread;
    };
    expect(expectStatus(await mark(2), 200)).to.deep.equal({ seq: 2, unread: 1 });
    expect(await unread()).to.equal(1);
    for (const odd of ['2', null, undefined, 0, -1, 1.5]) {
      expect(expectStatus(await mark(odd), 400).error.fields).to.have.property('seq');
    }
    expect(expectStatus(await mark(9), 404).error.code).to.equal('not_found');
    expect(expectStatus(await mark(1, 'nobody-here'), 404).error.code).to.equal('not_found');
    expect(expectStatus(await mark(1, anna.username), 400).error.code).to.equal('invalid_input');
    expect(await unread()).to.equal(1);
    await device.ask('markRead', { with: bert.username, seq: 2 });
    expect(await unread()).to.equal(0);
    for (const each of [device, his]) each.close();
  });
});
