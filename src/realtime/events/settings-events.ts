/** The events `settings`, `saveSettings`, `setStatus`, `mute`, `archive` and `setUnread`. */
import type { EventFamily } from '../event-rules.ts';

export const settingsEvents: EventFamily<'settings' | 'saveSettings' | 'setStatus' | 'mute' | 'archive' | 'setUnread'> =
  {
    settings: { limit: 'read', run: ({ engine, caller }) => engine.ownSettings.find(caller) },
    saveSettings: { limit: 'account', run: ({ engine, caller }, part) => engine.ownSettings.save(caller, part) },
    setStatus: { limit: 'account', run: ({ engine, caller }, body) => engine.ownStatus.set(caller, body) },
    archive: { limit: 'account', run: ({ engine, caller }, payload) => engine.archive(caller, payload) },
    setUnread: { limit: 'account', run: ({ engine, caller }, payload) => engine.setUnread(caller, payload) },
    mute: { limit: 'account', run: ({ engine, caller }, payload) => engine.mute(caller, payload) },
  };
