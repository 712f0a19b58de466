/** Tests the own status over HTTP: its rules, its end, and who sees it. */
import { install } from '@sinonjs/fake-timers';
import { expect } from 'chai';
import type { SettingsAnswer } from '../../src/protocol/settings.ts';
import type { ConversationPage, User } from '../../src/protocol/shapes.ts';
import type { OwnStatusAnswer } from '../../src/protocol/status-shapes.ts';
import { messageTo } from '../engine/engine-bench.ts';
import { expectStatus, goodPassword, register, type TestUser } from '../support/client.ts';
import { useNode } from './in-process-node.ts';

type Refused = { error: { code: string; fields?: Record<string, string> } };
const none = { text: '', emoji: null, until: null, doNotDisturb: false };

describe('the status routes', () => {
  const url = useNode();
  let anna: TestUser;
  let bert: TestUser;
  before(async () => {
    [anna, bert] = await Promise.all([register(url()), register(url())]);
    const device = await anna.connect();
    await device.ask('chatMessage', messageTo(bert));
    device.close();
  });

  const set = (body: unknown, user = anna) =>
    user.fetch<OwnStatusAnswer & Refused>('/api/me/status', { method: 'PUT', body });
  const own = async (user = anna) => expectStatus(await user.fetch<{ user: User }>('/api/me'), 200).user.status;
  const settings = async (user = anna) => expectStatus(await user.fetch<SettingsAnswer>('/api/me/settings'), 200);

  /** What Bert sees of Anna in the directory and in the list of conversations. */
  async function seen(): Promise<(User['status'] | undefined)[]> {
    const { users } = expectStatus(await bert.fetch<{ users: User[] }>(`/api/users?query=${anna.username}`), 200);
    const { conversations } = expectStatus(await bert.fetch<ConversationPage>('/api/conversations'), 200);
    return [users[0]?.status, conversations[0]?.peer?.status];
  }

  it('shows a status to everybody, and removes it', async () => {
    expect(await seen()).to.deep.equal([undefined, undefined]);
    const answer = expectStatus(await set({ text: '  At  lunch ', emoji: '🍜' }), 200);
    expect(answer).to.deep.equal({ ...none, text: 'At lunch', emoji: '🍜' });
    const status = { text: 'At lunch', emoji: '🍜', until: null };
    expect(await own()).to.deep.equal(status);
    expect(await seen()).to.deep.equal([status, status]);
    expect(expectStatus(await set({ emoji: '🏖️' }), 200), 'what is not named is none').to.deep.equal({
      ...none,
      emoji: '🏖️',
    });
    expect((await anna.fetch('/api/me/status', { method: 'DELETE' })).status).to.equal(204);
    expect(await own()).to.equal(undefined);
    expect(await seen()).to.deep.equal([undefined, undefined]);
    expect(expectStatus(await set({}), 200)).to.deep.equal(none);
  });

  it('takes a text of 100 characters on one line, and refuses everything else', async () => {
    const most = '😀'.repeat(100);
    expect(expectStatus(await set({ text: ` ${most} ` }), 200).text).to.equal(most);
    const wrong: Record<string, unknown[]> = {
      text: ['x'.repeat(101), 'two\nlines', 'turned \u202e', '\u200b', '\u2800', '\u0301', 'x\0', 5, null, ['x']],
      emoji: ['', 'x', '👍👍', '1', '👍 ', 5, ['👍']],
      until: ['2020-01-01T00:00:00Z', 'tomorrow', '2999-02-30T00:00:00Z', 5, '', {}],
      doNotDisturb: ['true', 1, null],
    };
    for (const [field, values] of Object.entries(wrong)) {
      for (const value of values) {
        const answer = expectStatus(await set({ text: 'other', [field]: value }), 400);
        expect(answer.error.code, `${field}: ${JSON.stringify(value)}`).to.equal('invalid_input');
        expect(answer.error.fields, `${field}: ${JSON.stringify(value)}`).to.have.property(field);
      }
    }
    expect((await own())?.text, 'stays as it was').to.equal(most);
    expect((await set('text')).status).to.equal(400);
    await set({});
  });

  it('shows a status until its end, and no longer, without any job', async () => {
    const until = new Date(Date.now() + 3_600_000).toISOString();
    await set({ text: 'Until later', until: until.replace(/\.\d+Z$/, 'Z'), doNotDisturb: true });
    const status = { text: 'Until later', emoji: null, until: until.replace(/\.\d+Z$/, '.000Z') };
    expect(await seen()).to.deep.equal([status, status]);
    expect((await settings()).doNotDisturb).to.deep.equal({ until: status.until });
    const clock = install({ now: Date.parse(status.until), toFake: ['Date'] });
    try {
      expect(await seen()).to.deep.equal([undefined, undefined]);
      expect(await own()).to.equal(undefined);
      expect(await settings()).to.not.have.property('doNotDisturb');
      const device = await bert.connect();
      expect((await device.ask('watch', { usernames: [anna.username] })).users[0]).to.not.have.property('status');
      device.close();
    } finally {
      clock.uninstall();
    }
    await set({});
  });

  it('keeps do-not-disturb private, and saved settings leave it as it is', async () => {
    expect(expectStatus(await set({ doNotDisturb: true }), 200)).to.deep.equal({ ...none, doNotDisturb: true });
    expect(await seen(), 'an empty status is none').to.deep.equal([undefined, undefined]);
    expect((await settings()).doNotDisturb).to.deep.equal({ until: null });
    await set({ text: 'Busy', doNotDisturb: true });
    expect((await seen())[0]).to.deep.equal({ text: 'Busy', emoji: null, until: null });
    const saved = await anna.fetch<SettingsAnswer>('/api/me/settings', { method: 'PATCH', body: { theme: 'dark' } });
    expect(expectStatus(saved, 200).doNotDisturb).to.deep.equal({ until: null });
    expect((await settings()).settings.theme).to.equal('dark');
    await set({ text: 'Busy' });
    expect(await settings()).to.not.have.property('doNotDisturb');
    await set({});
  });

  it('removes the status with the account', async () => {
    const carl = await register(url());
    const device = await carl.connect();
    await device.ask('chatMessage', messageTo(bert));
    device.close();
    await set({ text: 'Leaving', emoji: '👋', doNotDisturb: true }, carl);
    const answer = await carl.fetch('/api/me', { method: 'DELETE', body: { password: goodPassword } });
    expect(answer.status).to.equal(204);
    const { conversations } = expectStatus(await bert.fetch<ConversationPage>('/api/conversations'), 200);
    const peer = conversations.find((one) => one.peer?.username === carl.username)?.peer;
    expect(peer).to.include({ displayName: 'Deleted user' }).and.not.to.have.property('status');
    expect((await set({ text: 'x' }, carl)).status).to.equal(401);
  });
});
