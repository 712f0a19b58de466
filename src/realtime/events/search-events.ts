/** The event `searchMessages`. */
import { costOfSearch } from '../../policy/read-costs.ts';
import type { EventFamily } from '../event-rules.ts';

export const searchEvents: EventFamily<'searchMessages'> = {
  searchMessages: {
    limit: 'read',
    cost: () => costOfSearch,
    run: ({ engine, caller }, payload) => engine.searchMessages(caller, payload),
  },
};
