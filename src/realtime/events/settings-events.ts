/** The events `settings`, `saveSettings` and `mute`. */
import type { EventFamily } from '../event-rules.ts';

export const settingsEvents: EventFamily<'settings' | 'saveSettings' | 'mute'> = {
  settings: { limit: 'read', run: ({ engine, caller }) => engine.ownSettings.find(caller) },
  saveSettings: { limit: 'account', run: ({ engine, caller }, part) => engine.ownSettings.save(caller, part) },
  mute: { limit: 'account', run: ({ engine, caller }, payload) => engine.mute(caller, payload) },
};
