/** The settings of the user, the same on all devices. */
import { effect, signal } from '@preact/signals';
import type { Settings, SettingsAnswer, SettingsPart } from '../../../protocol/settings.ts';
import type { Wire } from '../wire.ts';

export class Preferences {
  /** Null until the server has answered. */
  readonly settings = signal<Settings | null>(null);
  /** The server has answered, with the settings or with a refusal. */
  readonly hasAsked = signal(false);
  readonly #wire: Wire;
  #version = -1;
  #stored: Settings | null = null;
  /** Changes under way. */
  #saving = 0;
  readonly stop: () => void;

  constructor(wire: Wire) {
    this.#wire = wire;
    wire.onPush('settings', (answer) => this.#learn(answer));
    this.stop = effect(() => {
      if (wire.state.value === 'connected') void this.#ask();
    });
  }

  async #ask(): Promise<void> {
    // A node of an earlier version knows no settings.
    await this.#wire.request('settings', {}).then(this.#learn, () => {});
    this.hasAsked.value = true;
  }

  /** Shows the change at once. Fails with a `WireFailure`, and then shows what the server has. */
  async save(part: SettingsPart): Promise<void> {
    const before = this.settings.peek();
    if (before) this.settings.value = withPart(before, part);
    this.#saving += 1;
    try {
      const answer = await this.#wire.request('saveSettings', part);
      this.#saving -= 1;
      this.#learn(answer);
    } catch (error) {
      this.#saving -= 1;
      if (this.#saving === 0) this.settings.value = this.#stored ?? before;
      throw error;
    }
  }

  /** While changes are under way, the answer of the last one has all of them. */
  readonly #learn = ({ settings, version }: SettingsAnswer): void => {
    if (version < this.#version) return;
    this.#version = version;
    this.#stored = settings;
    if (this.#saving === 0) this.settings.value = settings;
  };
}

function withPart(settings: Settings, { notifications, ...rest }: SettingsPart): Settings {
  return { ...settings, ...rest, notifications: { ...settings.notifications, ...notifications } };
}
