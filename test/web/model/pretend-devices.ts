/** Devices of several people around one pretended server, in a time of their own. */
import { type Clock, install } from '@sinonjs/fake-timers';
import { Messenger } from '../../../src/web/model/messenger.ts';
import { PretendServer, type PretendWire, person } from './pretend-server.ts';
import { pretendStores } from './pretend-stores.ts';

export class PretendDevices {
  readonly server = new PretendServer();
  readonly #clock: Clock & { uninstall(): void } = install();
  readonly #devices: Messenger[] = [];

  device(me: string, wire: PretendWire = this.server.connect(me)): Messenger {
    const made = new Messenger(person(me), wire, pretendStores());
    made.start();
    this.#devices.push(made);
    return made;
  }

  /** Lets time pass, and everything happen that it brings. */
  async settle(ms = 1_000): Promise<void> {
    await this.#clock.tickAsync(ms);
  }

  end(): void {
    for (const device of this.#devices) device.stop();
    this.#clock.uninstall();
  }
}
