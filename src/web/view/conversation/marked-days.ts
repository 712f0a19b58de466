/** Tells which days of a month have messages in the open conversation. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { calendar } from '../../model/calendar.ts';
import type { ConversationState } from '../../model/conversation-state.ts';
import { isoDay } from '../kit/time-text.ts';
import type { MessageActions } from './message-actions.ts';

/** Without a connection, only the days of the messages that the device holds are known. @param month - such as 2026-11. */
export function useMessageDays({ messenger, conversation }: MessageActions, month: string): ReadonlySet<string> {
  const known = useSignal<ReadonlySet<string>>(new Set());
  const { value: line } = messenger.wire.state;
  const { timeZone } = calendar.value;
  useEffect(() => {
    const asked = { with: conversation.peer, month, timeZone };
    const learn = (days: Iterable<string>) => (known.value = new Set([...known.peek(), ...days]));
    messenger.wire.request('messageDays', asked).then(
      ({ days }) => learn(days),
      () => learn(heldDays(conversation, month)),
    );
  }, [messenger, conversation, month, timeZone, line]);
  return known.value;
}

function heldDays({ timeline }: ConversationState, month: string): Set<string> {
  const { run, ahead } = timeline.peek();
  const days = [...run, ...ahead].map(({ sentAt }) => isoDay(new Date(sentAt)));
  return new Set(days.filter((day) => day.startsWith(month)));
}
