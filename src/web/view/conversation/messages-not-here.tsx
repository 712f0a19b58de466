/** Says why a conversation shows no messages while there is no connection: the device has none of it. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { texts } from '../../texts/texts.ts';
import { Emblem } from '../kit/emblem.tsx';
import type { MessageActions } from './message-actions.ts';
import './messages-not-here.css';

export function MessagesNotHere({ actions: { messenger, conversation, rows } }: { actions: MessageActions }) {
  const isLost = messenger.status.value.kind === 'lost';
  // Messages that the user writes meanwhile are shown.
  const isEmpty = !conversation.timeline.value.loaded && rows.drawn.value.length === 0;
  return isLost && isEmpty ? <Note /> : null;
}

/** Screen readers announce text that enters a live region, not a live region that enters the page. */
function Note() {
  const shown = useSignal(false);
  useEffect(() => {
    shown.value = true;
  }, [shown]);
  return (
    <div class="not-here">
      <Emblem />
      <p role="status">{shown.value && texts.message.notOnDevice()}</p>
    </div>
  );
}
