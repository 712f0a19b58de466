/** The events `drafts` and `saveDraft`. */
import type { EventFamily } from '../event-rules.ts';

export const draftEvents: EventFamily<'drafts' | 'saveDraft'> = {
  drafts: { limit: 'read', run: ({ engine, caller }, query) => engine.ownDrafts.list(caller, query) },
  saveDraft: { limit: 'draft', run: ({ engine, caller }, payload) => engine.ownDrafts.save(caller, payload) },
};
