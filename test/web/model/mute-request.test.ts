/** Tests of the mute of a conversation. */
import { expect } from 'chai';
import type { Messenger } from '../../../src/web/model/messenger.ts';
import { mute } from '../../../src/web/model/mute-request.ts';
import { WireFailure } from '../../../src/web/model/wire-failure.ts';
import { FakeDevices } from './fake-devices.ts';
import type { FakeWire } from './fake-server.ts';

describe('mute', () => {
  let devices: FakeDevices;
  let wire: FakeWire;
  let ann: Messenger;

  beforeEach(async () => {
    devices = new FakeDevices();
    wire = devices.server.connect('ann');
    devices.server.send('ben', 'ann', 'hello');
    ann = devices.device('ann', wire);
    await devices.settle();
  });
  afterEach(() => devices.end());

  const until = () => ann.conversations.withPeer('ben').mutedUntil.value;

  it('lasts for the chosen hours, for good, or ends', async () => {
    await mute(ann, ann.conversations.withPeer('ben'), 8);
    expect(until()).to.equal(new Date(Date.now() + 8 * 3_600_000).toISOString());
    await mute(ann, ann.conversations.withPeer('ben'), null);
    expect(until()).to.match(/^9999/);
    await mute(ann, ann.conversations.withPeer('ben'), 0);
    expect(until()).to.equal(null);
  });

  it('leaves the conversation as it was when it fails', async () => {
    wire.fate = ({ event }) => (event === 'mute' ? new WireFailure('timeout', 'no answer') : null);
    const failure = await mute(ann, ann.conversations.withPeer('ben'), 8).catch((error: unknown) => error);
    expect([failure instanceof WireFailure, until()]).to.deep.equal([true, null]);
  });

  it('holds although a list comes late that was asked for before', async () => {
    wire.delayMs = 500;
    void ann.inbox.refresh();
    await devices.settle(0);
    wire.delayMs = 0;
    await mute(ann, ann.conversations.withPeer('ben'), null);
    await devices.settle(500);
    await devices.settle(2_000);
    expect(until()).to.match(/^9999/);
  });
});
