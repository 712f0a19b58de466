/** The pinned messages of a conversation; each leads to its place in the log. */
import { ownName, spokenName } from '../kit/spoken-name.ts';
import { dayAndTime } from '../kit/time-text.ts';
import { FetchedDialog } from './fetched-dialog.tsx';
import type { MessageActions } from './message-actions.ts';

export function PinnedDialog({ actions, onClose }: { actions: MessageActions; onClose: () => void }) {
  const { messenger, conversation } = actions;
  const peer = spokenName(messenger.users.get(conversation.peer));
  return (
    <FetchedDialog title="Pinned messages" fetch={() => messenger.pinned(conversation)} onClose={onClose}>
      {(messages, close) =>
        messages.length === 0 ? (
          <p class="hint">No message is pinned. Pin one from its menu, and both of you find it here.</p>
        ) : (
          <ul class="pins" aria-label="Pinned messages">
            {messages.map(({ seq, from, body, sentAt }) => (
              <li key={seq}>
                <button
                  type="button"
                  class="pin"
                  onClick={() => {
                    close();
                    void actions.jumpTo(seq);
                  }}
                >
                  <span class="pin-head">
                    <bdi>{from === messenger.me ? ownName : peer}</bdi>
                    <time dateTime={sentAt}>{dayAndTime(new Date(sentAt))}</time>
                  </span>
                  <span class="pin-text" dir="auto">
                    {body}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        )
      }
    </FetchedDialog>
  );
}
