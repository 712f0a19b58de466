/** The model of one visit to the settings page. */
import { Devices, type SessionsApi } from './devices.ts';
import type { Messenger } from './messenger.ts';
import { type ExportApi, OwnExport } from './own-export.ts';
import { type FactorsApi, OwnFactors } from './own-factors.ts';
import { OwnPicture, type PictureApi } from './own-picture.ts';
import { type PasswordApi, PasswordForm } from './password-form.ts';
import { type ProfileApi, ProfileForm } from './profile-form.ts';

export type SettingsApi = ProfileApi & PictureApi & PasswordApi & SessionsApi & FactorsApi & ExportApi;

export class UserSettings {
  readonly profile: ProfileForm;
  readonly picture: OwnPicture;
  readonly password: PasswordForm;
  readonly devices: Devices;
  readonly factors: OwnFactors;
  readonly ownExport: OwnExport;

  constructor({ users, me }: Messenger, api: SettingsApi) {
    this.devices = new Devices(api);
    const refreshDevices = () => void this.devices.refresh();
    this.profile = new ProfileForm(api, users, me);
    this.picture = new OwnPicture(api, users, me);
    this.password = new PasswordForm(api, refreshDevices);
    this.factors = new OwnFactors(api, refreshDevices);
    this.ownExport = new OwnExport(api);
  }

  /** Fetches what the page shows. */
  load(): void {
    void this.devices.refresh();
    void this.factors.refresh();
  }
}
