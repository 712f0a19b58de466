/** The devices of whoever is signed in: drawn by one section, and changed by another. */
import { Devices } from '../../model/devices.ts';
import { settingsHttp } from '../../net/settings-http.ts';

export const ownDevices = new Devices(settingsHttp);
