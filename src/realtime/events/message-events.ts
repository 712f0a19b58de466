/** The events `chatMessage`, `chatHistory`, `messageDays` and `messageInfo`. */
import { costOfDays, costOfMessages } from '../../policy/read-costs.ts';
import type { EventFamily } from '../event-rules.ts';

export const messageEvents: EventFamily<'chatMessage' | 'chatHistory' | 'messageDays' | 'messageInfo'> = {
  chatMessage: {
    limit: 'send',
    run: async ({ engine, caller }, payload) => ({ message: (await engine.messages.send(caller, payload)).message }),
  },
  chatHistory: {
    limit: 'read',
    cost: costOfMessages,
    run: ({ engine, caller }, payload) => engine.messages.history(caller, payload),
  },
  messageDays: {
    limit: 'read',
    cost: () => costOfDays,
    run: ({ engine, caller }, payload) => engine.messageDays(caller, payload),
  },
  messageInfo: { limit: 'read', run: ({ engine, caller }, payload) => engine.messageInfo(caller, payload) },
};
