/** Lists the events of a conversation, for tests of who may send them. */
import { randomUUID } from 'node:crypto';

/** Every event that takes `conversation` and has an answer, with the rest of its payload. */
export const conversationEvents: Record<string, object> = {
  chatMessage: { clientId: randomUUID(), body: 'let me in' },
  chatHistory: {},
  editMessage: { seq: 1, body: 'changed' },
  deleteMessage: { seq: 1 },
  react: { seq: 1, emoji: '👍', on: true },
  pin: { seq: 1, on: true },
  chatChanges: { after: 0 },
  pinnedMessages: {},
  messageVersions: { seq: 1 },
  messageInfo: { seq: 1 },
  messageDays: { month: '2026-11', timeZone: 'UTC' },
  markRead: { seq: 1 },
  markDelivered: { seq: 1 },
  mute: { until: null },
  archive: { on: true },
  setUnread: { seq: 1 },
  saveDraft: { text: 'unsent', base: 0 },
  searchMessages: { query: 'secret' },
  room: {},
  changeRoom: { title: 'Mine' },
};
