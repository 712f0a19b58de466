/** The events `typing` and `doneTyping`, which have no acknowledgement. */
import type { EventFamily } from '../event-rules.ts';

export const typingEvents: EventFamily<'typing' | 'doneTyping'> = {
  typing: {
    limit: 'typing',
    run: async ({ engine, caller }, payload) => {
      await engine.typing.start(caller, await engine.conversationGate.findTo(caller, payload));
    },
  },
  doneTyping: {
    limit: 'typing',
    run: async ({ engine, caller }, payload) => {
      await engine.typing.done(caller, await engine.conversationGate.findTo(caller, payload));
    },
  },
};
