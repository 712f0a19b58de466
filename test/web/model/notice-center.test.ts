/** Tests of when the user is told of a message, and of how much. */
import { expect } from 'chai';
import { withPart } from '../../../src/engine/settings/default-settings.ts';
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
});
