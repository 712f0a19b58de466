/** The events `typing` and `doneTyping`, which have no acknowledgement. */
import { nameTo } from '../../engine/conversations/conversation-name.ts';
import type { EventFamily } from '../event-rules.ts';

export const typingEvents: EventFamily<'typing' | 'doneTyping'> = {
  typing: {
    limit: 'typing',
    run: async ({ engine, caller }, payload) => {
      await engine.typing.start(caller, await engine.conversationGate.find(caller, nameTo(payload)));
    },
  },
  doneTyping: {
    limit: 'typing',
    run: async ({ engine, caller }, payload) => {
      await engine.typing.done(caller, await engine.conversationGate.find(caller, nameTo(payload)));
    },
  },
};
