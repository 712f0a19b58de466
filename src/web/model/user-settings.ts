/** The model of one visit to the settings page. */
import { computed, effect } from '@preact/signals';
import { Devices, type SessionsApi } from './devices.ts';
import type { Messenger } from './messenger.ts';
import { type ExportApi, OwnExport } from './own-export.ts';
import { type FactorsApi, OwnFactors } from './own-factors.ts';
import { OwnPicture, type PictureApi } from './own-picture.ts';
import { type PasswordApi, PasswordForm } from './password-form.ts';
import { type ProfileApi, ProfileForm } from './profile-form.ts';
import type { SettingsLoad } from './settings-load.ts';
import type { Wire } from './wire.ts';

export type SettingsApi = ProfileApi & PictureApi & PasswordApi & SessionsApi & FactorsApi & ExportApi;

export class UserSettings {
  readonly profile: ProfileForm;
  readonly picture: OwnPicture;
  readonly password: PasswordForm;
  readonly devices: Devices;
  readonly factors: OwnFactors;
  readonly ownExport: OwnExport;
  /** The first part that the server has not answered for. */
  readonly firstFailed = computed(() => this.#loads.find(({ failure }) => failure.value));
  readonly #loads: readonly SettingsLoad[];
  readonly #wire: Wire;

  constructor({ users, me, wire }: Messenger, api: SettingsApi) {
    this.devices = new Devices(api);
    const refreshDevices = () => void this.devices.refresh();
    this.profile = new ProfileForm(api, users, me);
    this.picture = new OwnPicture(api, users, me);
    this.password = new PasswordForm(api, refreshDevices);
    this.factors = new OwnFactors(api, refreshDevices);
    this.ownExport = new OwnExport(api);
    this.#loads = [this.devices.load, this.factors.load, this.ownExport.load];
    this.#wire = wire;
  }

  /** Fetches what the page shows. What failed is fetched again when the connection is back, until the answer is called. */
  load(): () => void {
    void this.devices.refresh();
    void this.factors.refresh();
    const unfollow = effect(() => {
      if (this.#wire.state.value !== 'connected') return;
      for (const load of this.#loads) load.retryNow();
    });
    return () => {
      unfollow();
      for (const load of this.#loads) load.stop();
    };
  }
}
