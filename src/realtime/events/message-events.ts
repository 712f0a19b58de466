/** The events `chatMessage`, `chatHistory` and `messageInfo`. */
import { costOfMessages } from '../../policy/read-costs.ts';
import type { EventFamily } from '../event-rules.ts';

export const messageEvents: EventFamily<'chatMessage' | 'chatHistory' | 'messageInfo'> = {
  chatMessage: {
    limit: 'send',
    run: async ({ engine, caller }, payload) => ({ message: (await engine.messages.send(caller, payload)).message }),
  },
  chatHistory: {
    limit: 'read',
    cost: costOfMessages,
    run: ({ engine, caller }, { with: peer, ...query }) => engine.messages.history(caller, peer, query),
  },
  messageInfo: { limit: 'read', run: ({ engine, caller }, payload) => engine.messageInfo(caller, payload) },
};
