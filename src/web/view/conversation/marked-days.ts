/** Fetches which days of a month have messages in the open conversation. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { calendar } from '../../model/calendar.ts';
import type { MessageActions } from './message-actions.ts';

/** Without a connection no day is known. @param month - such as 2026-11. */
export function useMessageDays({ messenger, conversation }: MessageActions, month: string): ReadonlySet<string> {
  const known = useSignal<ReadonlySet<string>>(new Set());
  const { value: line } = messenger.wire.state;
  const { timeZone } = calendar.value;
  useEffect(() => {
    const asked = { with: conversation.peer, month, timeZone };
    messenger.wire.request('messageDays', asked).then(
      ({ days }) => (known.value = new Set([...known.peek(), ...days])),
      () => {},
    );
  }, [messenger, conversation, month, timeZone, line]);
  return known.value;
}
