/** The settings of the user, the same on all devices. */
import { effect, signal } from '@preact/signals';
import { isQuiet } from '../../../protocol/quiet-hours.ts';
import type { Settings, SettingsAnswer, SettingsPart } from '../../../protocol/settings.ts';
import type { Wire } from '../wire.ts';

export class Preferences {
  /** Null until the server has answered. */
  readonly settings = signal<Settings | null>(null);
  /** Null while the user is notified. It ends at `until`; null for no end. */
  readonly doNotDisturb = signal<{ until: string | null } | null>(null);
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

  /** Whether the user wants no sound and no notification now. */
  isSilent(now = new Date()): boolean {
    const { until = '' } = this.doNotDisturb.peek() ?? {};
    const isUndisturbed = until === null || Date.parse(until) > now.getTime();
    return isUndisturbed || isQuiet(this.settings.peek()?.notifications.quietHours ?? null, now);
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
  readonly #learn = ({ settings, version, doNotDisturb }: SettingsAnswer): void => {
    if (version < this.#version) return;
    this.#version = version;
    this.doNotDisturb.value = doNotDisturb ?? null;
    this.#stored = settings;
    if (this.#saving === 0) this.settings.value = settings;
  };
}

function withPart(settings: Settings, { notifications, ...rest }: SettingsPart): Settings {
  return { ...settings, ...rest, notifications: { ...settings.notifications, ...notifications } };
}
