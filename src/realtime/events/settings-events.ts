/** The events `settings`, `saveSettings`, `mute` and `archive`. */
import type { EventFamily } from '../event-rules.ts';

export const settingsEvents: EventFamily<'settings' | 'saveSettings' | 'mute' | 'archive'> = {
  settings: { limit: 'read', run: ({ engine, caller }) => engine.ownSettings.find(caller) },
  saveSettings: { limit: 'account', run: ({ engine, caller }, part) => engine.ownSettings.save(caller, part) },
  archive: { limit: 'account', run: ({ engine, caller }, payload) => engine.archive(caller, payload) },
  mute: { limit: 'account', run: ({ engine, caller }, payload) => engine.mute(caller, payload) },
};
