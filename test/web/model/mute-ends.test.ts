/** Tests that a mute ends at its time on a page that hears of nothing meanwhile. */
import { expect } from 'chai';
import { followMuteEnds } from '../../../src/web/model/mute-ends.ts';
import { FakeDevices } from './fake-devices.ts';

describe('the ends of mutes', () => {
  let devices: FakeDevices;
  beforeEach(() => {
    devices = new FakeDevices();
  });
  afterEach(() => devices.end());

  it('counts the messages of each conversation from the end of its mute on, and of none that is muted for good', async () => {
    const { server } = devices;
    const until = (ms: number) => new Date(Date.now() + ms).toISOString();
    for (const [from, end] of [
      ['ben', until(60_000)],
      ['cat', until(120_000)],
      ['dan', '9999-12-31T00:00:00.000Z'],
    ] as const) {
      const { channelId } = server.send(from, 'ann', 'hello');
      server.muted.set(channelId, end);
    }
    const { conversations } = devices.device('ann');
    const stop = followMuteEnds(conversations);
    await devices.settle();
    expect(conversations.unread.value).to.equal(0);
    await devices.settle(60_000);
    expect(conversations.unread.value).to.equal(1);
    await devices.settle(60_000);
    expect(conversations.unread.value).to.equal(2);
    stop();
  });
});
