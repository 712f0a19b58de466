/** The events `settings`, `saveSettings`, `mute`, `archive` and `setUnread`. */
import type { EventFamily } from '../event-rules.ts';

export const settingsEvents: EventFamily<'settings' | 'saveSettings' | 'mute' | 'archive' | 'setUnread'> = {
  settings: { limit: 'read', run: ({ engine, caller }) => engine.ownSettings.find(caller) },
  saveSettings: { limit: 'account', run: ({ engine, caller }, part) => engine.ownSettings.save(caller, part) },
  archive: { limit: 'account', run: ({ engine, caller }, payload) => engine.archive(caller, payload) },
  setUnread: { limit: 'account', run: ({ engine, caller }, payload) => engine.setUnread(caller, payload) },
  mute: { limit: 'account', run: ({ engine, caller }, payload) => engine.mute(caller, payload) },
};
