/** The days of a month that have messages, for a calendar that leads to them. */
import type { DayList } from '../../protocol/day-shapes.ts';
import type { Payload } from '../../protocol/events.ts';
import type { Caller } from '../ports/identifiers.ts';
import type { MessageStore } from '../ports/message-port.ts';
import type { ConversationGate } from './conversation-gate.ts';
import { nameWith } from './conversation-name.ts';
import { daysOf } from './month-days.ts';

export type MessageDays = (caller: Caller, payload: Payload<'messageDays'>) => Promise<DayList>;

export function createMessageDays(gate: ConversationGate, store: MessageStore): MessageDays {
  return async (caller, { month, timeZone, ...name }) => {
    const { channelId } = await gate.find(caller, nameWith(name));
    const { lastSeq } = await gate.head(channelId);
    const days = daysOf(month, timeZone);
    const starts = days.map(({ start }) => start);
    const first = await store.firstSinceEach(channelId, starts, lastSeq);
    const hasMessages = (_: unknown, index: number) => (first[index] ?? 0) < (first[index + 1] ?? 0);
    return { days: days.filter(hasMessages).map(({ name }) => name) };
  };
}
