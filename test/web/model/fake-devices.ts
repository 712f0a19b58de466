/** Runs devices of several users around one fake server, with fake timers. */
import { type Clock, install } from '@sinonjs/fake-timers';
import { Messenger } from '../../../src/web/model/messenger.ts';
import { FakeServer, type FakeWire, userNamed } from './fake-server.ts';
import { fakeStores } from './fake-stores.ts';

export class FakeDevices {
  readonly server = new FakeServer();
  readonly #clock: Clock & { uninstall(): void } = install();
  readonly #devices: Messenger[] = [];

  /** @param stores - those of an earlier device or of another tab, if any. */
  device(me: string, wire: FakeWire = this.server.connect(me), stores = fakeStores()): Messenger {
    const made = new Messenger(userNamed(me), wire, stores);
    made.start();
    this.#devices.push(made);
    return made;
  }

  /** Advances the clock and runs all timers that are due. */
  async settle(ms = 1_000): Promise<void> {
    await this.#clock.tickAsync(ms);
  }

  end(): void {
    for (const device of this.#devices) device.stop();
    this.#clock.uninstall();
  }
}
