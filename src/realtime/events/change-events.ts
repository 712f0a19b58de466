/** The events of changes: `editMessage`, `deleteMessage`, `react`, `pin`, `chatChanges`, `pinnedMessages` and `messageVersions`. */
import { costOfMessages } from '../../policy/read-costs.ts';
import type { EventFamily } from '../event-rules.ts';

export const changeEvents: EventFamily<
  'editMessage' | 'deleteMessage' | 'react' | 'pin' | 'chatChanges' | 'pinnedMessages' | 'messageVersions'
> = {
  editMessage: { limit: 'change', run: ({ engine, caller }, payload) => engine.changes.edit(caller, payload) },
  deleteMessage: { limit: 'change', run: ({ engine, caller }, payload) => engine.changes.remove(caller, payload) },
  react: { limit: 'change', run: ({ engine, caller }, payload) => engine.changes.react(caller, payload) },
  pin: { limit: 'change', run: ({ engine, caller }, payload) => engine.changes.pin(caller, payload) },
  chatChanges: {
    limit: 'read',
    cost: costOfMessages,
    run: ({ engine, caller }, payload) => engine.changeFeed.list(caller, payload),
  },
  pinnedMessages: { limit: 'read', run: ({ engine, caller }, payload) => engine.changeFeed.pinned(caller, payload) },
  messageVersions: { limit: 'read', run: ({ engine, caller }, payload) => engine.changeFeed.versions(caller, payload) },
};
