/** Keeps a choice of the user the same on all devices, through the settings of the account. */
import { effect, untracked } from '@preact/signals';
import type { Settings, SettingsPart } from '../../../protocol/settings.ts';
import type { Wire } from '../wire.ts';
import type { Preferences } from './preferences.ts';

/** The choice that this browser shows, also while nobody is signed in. */
export interface BrowserChoice<T extends string> {
  /** The first one leaves the choice to the browser. */
  readonly values: readonly [T, ...T[]];
  readonly value: T;
  show(value: T): void;
  /** Called when the user chooses. */
  onChoose: () => void;
}

/** How the settings of an account name the choice. */
export interface ChoiceSetting<T extends string> {
  read(settings: Settings): T;
  part(value: T): SettingsPart;
}

/** Remembers the user of the shown choice: a username, with a mark while the account has not got the choice; empty for no user. */
export interface ChoiceOwner {
  read(): string;
  write(owner: string): void;
}

interface Parts<T extends string> {
  me: string;
  wire: Wire;
  preferences: Preferences;
  choice: BrowserChoice<T>;
  setting: ChoiceSetting<T>;
  owner: ChoiceOwner;
}

export class SharedChoice<T extends string> {
  readonly #parts: Parts<T>;
  /** No username has a space. */
  readonly #unsaved: string;
  readonly #stops: (() => void)[];

  constructor(parts: Parts<T>) {
    this.#parts = parts;
    this.#unsaved = `${parts.me} unsaved`;
    parts.choice.onChoose = () => {
      parts.owner.write(this.#unsaved);
      void this.#save();
    };
    this.#stops = [
      effect(() => this.#follow(parts.preferences.settings.value)),
      effect(() => {
        // The user has chosen without a connection.
        if (parts.wire.state.value === 'connected' && this.#isUnsaved) untracked(() => void this.#save());
      }),
    ];
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#parts.choice.onChoose = () => {};
  }

  get #isUnsaved(): boolean {
    return this.#parts.owner.read() === this.#unsaved;
  }

  /** A choice of the account holds in every browser. An account without one leaves the browser as it is. */
  #follow(settings: Settings | null): void {
    const { me, choice, setting, owner } = this.#parts;
    if (!settings || this.#isUnsaved) return;
    const value = setting.read(settings);
    const isAutomatic = value === choice.values[0];
    // Another device has given up the choice that came from the account.
    const isGivenUp = isAutomatic && owner.read() === me;
    if (isAutomatic && !isGivenUp) return;
    owner.write(isAutomatic ? '' : me);
    untracked(() => choice.show(value));
  }

  async #save(): Promise<void> {
    const { me, preferences, choice, setting, owner } = this.#parts;
    const { value } = choice;
    try {
      await preferences.save(setting.part(value));
    } catch {
      // It stays unsaved until the next connection.
      return;
    }
    // A newer choice is on its way.
    if (choice.value !== value || !this.#isUnsaved) return;
    owner.write(me);
    this.#follow(preferences.settings.peek());
  }
}
