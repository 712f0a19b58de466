/** The content of a push about a message with files, by the preview that the user has chosen. */
import { expect } from 'chai';
import { toNotice, toPushNotice } from '../../../src/engine/notifications/notice-content.ts';
import { defaultSettings } from '../../../src/engine/settings/default-settings.ts';

describe('the content of a push about files', () => {
  const files = { count: 1, kind: 'image', name: 'secret plan.png' } as const;
  const message = {
    channelId: 'c1',
    seq: 3,
    from: 'ben',
    to: 'ann',
    body: '',
    clientId: '01890a5d-ac96-774b-bcce-b302099a8057',
    sentAt: '2026-11-27T10:00:00.000Z',
    files: [{ id: 'f', name: files.name, type: 'image/png', size: 1 }],
  };
  const notice = toNotice({ userId: 'u1' }, 'u2', message);
  const contentWith = (preview: 'full' | 'sender' | 'none') =>
    toPushNotice(notice, 'Ben', { ...defaultSettings.notifications, preview });

  it('tells what they are in a full preview', () => {
    expect(contentWith('full')).to.deep.include({ name: 'Ben', body: '', files });
  });

  it('tells nothing of them when the message has a text', () => {
    const { notifications } = defaultSettings;
    const pushed = toPushNotice(toNotice({ userId: 'u1' }, 'u2', { ...message, body: 'look' }), 'Ben', notifications);
    expect(pushed.body).to.equal('look');
    expect(pushed).to.not.have.property('files');
  });

  it('tells nothing of them in a smaller preview', () => {
    expect(JSON.stringify([contentWith('sender'), contentWith('none')])).to.not.match(/files|image|secret/);
    expect(contentWith('sender').name).to.equal('Ben');
  });
});
