/** Tests of the conversation on the screen whose peer did not exist when it was opened. */
import { expect } from 'chai';
import { followFoundPeers } from '../../../src/web/model/found-peers.ts';
import type { Messenger } from '../../../src/web/model/messenger.ts';
import { WireFailure } from '../../../src/web/model/wire-failure.ts';
import { FakeDevices } from './fake-devices.ts';
import { type FakeWire, userNamed } from './fake-server.ts';

describe('followFoundPeers', () => {
  let devices: FakeDevices;
  let wire: FakeWire;
  let ann: Messenger;
  let stop: () => void;
  let isRegistered: boolean;

  beforeEach(async () => {
    devices = new FakeDevices();
    wire = devices.server.connect('ann');
    isRegistered = false;
    wire.fate = ({ event }) =>
      event === 'chatHistory' && !isRegistered ? new WireFailure('not_found', 'no such user') : null;
    ann = devices.device('ann', wire);
    stop = followFoundPeers(ann);
    await devices.settle();
    ann.openWith('cem');
    await devices.settle();
  });
  afterEach(() => {
    stop();
    devices.end();
  });

  const cem = () => ann.conversations.withPeer('cem');
  const shown = () => [cem().missing.value, ann.rows.value.map(({ body }) => body)];

  it('shows a message of a peer who has registered since', async () => {
    expect(shown()).to.deep.equal([true, []]);
    isRegistered = true;
    devices.server.send('cem', 'ann', 'hello');
    await devices.settle();
    expect(shown()).to.deep.equal([false, ['hello']]);
  });

  it('opens the conversation when the list of people names the peer', async () => {
    isRegistered = true;
    ann.users.learn([userNamed('cem')]);
    await devices.settle();
    expect(shown()).to.deep.equal([false, []]);
  });

  it('asks once for a peer of whom the page knows, and who has no account', async () => {
    const before = wire.payloads('chatHistory').length;
    ann.users.learn([userNamed('cem')]);
    await devices.settle(5_000);
    expect([cem().missing.value, wire.payloads('chatHistory').length - before]).to.deep.equal([true, 1]);
  });
});
