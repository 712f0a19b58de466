/** Tests of when the user is told of a message, and of how much. */
import { expect } from 'chai';
import { withPart } from '../../../src/engine/settings/default-settings.ts';
import { followMissedArrivals } from '../../../src/web/model/missed-arrivals.ts';
import type { DeviceNotice, DeviceNotices } from '../../../src/web/model/notices/device-notices.ts';
import { NoticeCenter } from '../../../src/web/model/notices/notice-center.ts';
import { Preferences } from '../../../src/web/model/notices/preferences.ts';
import { WireFailure } from '../../../src/web/model/wire-failure.ts';
import { FakeDevices } from './fake-devices.ts';

/** A device whose user looks elsewhere, and allows notifications. */
class AllowedDevice implements DeviceNotices {
  readonly shown: string[] = [];
  state = () => 'on' as const;
  mayAsk = () => false;
  turnOn = async () => {};
  turnOff = async () => {};
  decline = () => {};
  isWatched = () => false;
  inOneTab = async (_name: string, run: () => void) => run();
  show = async ({ title, body }: DeviceNotice) => void this.shown.push(`${title}: ${body}`);
  withdraw = () => {};
  playSound = () => {};
  showUnread = () => {};
}

describe('the centre of notices', () => {
  let devices: FakeDevices;
  beforeEach(() => {
    devices = new FakeDevices();
  });
  afterEach(() => devices.end());

  async function startLate(delayMs = 0, fate: WireFailure | null = null) {
    const wire = devices.server.connect('ann');
    const messenger = devices.device('ann', wire);
    await devices.settle();
    devices.server.send('ben', 'ann', 'early');
    await devices.settle();
    wire.delayMs = delayMs;
    wire.fate = ({ event }) => (event === 'settings' ? fate : null);
    const device = new AllowedDevice();
    const center = new NoticeCenter(messenger, device, new Preferences(wire));
    await devices.settle();
    return { device, center };
  }

  it('tells of a message that came before the code of notices', async () => {
    const { device, center } = await startLate();
    devices.server.send('ben', 'ann', 'late');
    await devices.settle();
    expect(device.shown).to.deep.equal(['ben: early', 'ben: late']);
    center.stop();
  });

  it('waits for the settings, and shows no text to a user who does not want that', async () => {
    const { settings, version } = devices.server.settings;
    const notifications = { preview: 'none' as const };
    devices.server.settings = { settings: withPart(settings, { notifications }), version };
    const { device, center } = await startLate(5_000);
    expect(device.shown).to.deep.equal([]);
    await devices.settle(5_000);
    expect(device.shown).to.deep.equal(['Duologue: New message']);
    center.stop();
  });

  it('shows no text while the settings are not known', async () => {
    const { device, center } = await startLate(0, new WireFailure('invalid_input', 'no such event'));
    expect(device.shown).to.deep.equal(['Duologue: New message']);
    center.stop();
  });

  async function startAtOnce() {
    const wire = devices.server.connect('ann');
    const messenger = devices.device('ann', wire);
    const stopMissed = followMissedArrivals(messenger);
    const device = new AllowedDevice();
    const center = new NoticeCenter(messenger, device, new Preferences(wire));
    await devices.settle();
    const stop = () => {
      stopMissed();
      center.stop();
    };
    /** Lets this happen at the server while the page has no connection, so that its pushes are lost. */
    const whileAway = async (happen: () => void) => {
      wire.heldPushes = [];
      wire.state.value = 'lost';
      happen();
      wire.state.value = 'connected';
      await devices.settle();
    };
    return { wire, messenger, device, stop, whileAway };
  }

  it('tells once of a message that the list named before its push came', async () => {
    devices.server.send('ben', 'ann', 'before');
    const { wire, messenger, device, stop } = await startAtOnce();
    wire.heldPushes = [];
    devices.server.send('ben', 'ann', 'raced');
    messenger.inbox.refreshSoon();
    await devices.settle();
    const [push] = wire.heldPushes;
    wire.heldPushes = null;
    if (push) wire.deliver(push);
    await devices.settle();
    expect(device.shown).to.deep.equal(['ben: raced']);
    stop();
  });

  it('tells of the newest message that came while the page had no connection, and of none from before', async () => {
    const { server } = devices;
    server.send('ben', 'ann', 'before');
    const { device, stop, whileAway } = await startAtOnce();
    await whileAway(() => {
      server.send('ben', 'ann', 'second');
      for (const body of ['first', 'second', 'third']) server.send('cat', 'ann', body);
    });
    expect(device.shown).to.deep.equal(['cat: third']);
    stop();
  });

  it('tells of no message that was read on another device while the page had no connection', async () => {
    const { server } = devices;
    server.send('ben', 'ann', 'before');
    const { messenger, stop, whileAway } = await startAtOnce();
    const told: string[] = [];
    messenger.arrivals.listen(({ body }) => told.push(body));
    await whileAway(() => {
      server.send('ben', 'ann', 'read elsewhere');
      server.mark('read', 'ann', 'ben', 2);
    });
    expect(told).to.deep.equal([]);
    stop();
  });
});
