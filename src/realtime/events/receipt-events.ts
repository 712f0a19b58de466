/** The events `markRead` and `markDelivered`. */
import type { EventFamily } from '../event-rules.ts';

export const receiptEvents: EventFamily<'markRead' | 'markDelivered'> = {
  markRead: {
    limit: 'receipt',
    run: async ({ engine, caller }, payload) => ({ read: await engine.receipts.read(caller, payload) }),
  },
  markDelivered: {
    limit: 'receipt',
    run: async ({ engine, caller }, payload) => ({ delivered: await engine.receipts.delivered(caller, payload) }),
  },
};
