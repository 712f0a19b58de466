/** Lists every event that a client may send; add a new family here. */
import type { EventRules } from './event-rules.ts';
import { changeEvents } from './events/change-events.ts';
import { directoryEvents } from './events/directory-events.ts';
import { draftEvents } from './events/draft-events.ts';
import { messageEvents } from './events/message-events.ts';
import { receiptEvents } from './events/receipt-events.ts';
import { roomEvents } from './events/room-events.ts';
import { searchEvents } from './events/search-events.ts';
import { settingsEvents } from './events/settings-events.ts';
import { typingEvents } from './events/typing-events.ts';

export const eventRules: EventRules = {
  ...messageEvents,
  ...changeEvents,
  ...receiptEvents,
  ...typingEvents,
  ...directoryEvents,
  ...roomEvents,
  ...searchEvents,
  ...settingsEvents,
  ...draftEvents,
};
