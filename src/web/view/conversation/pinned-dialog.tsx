/** The pinned messages of a conversation; each leads to its place in the log. */
import { messageLine } from '../../model/message-line.ts';
import { texts } from '../../texts/texts.ts';
import { ownName, spokenName } from '../kit/spoken-name.ts';
import { dayAndTime } from '../kit/time-text.ts';
import { FetchedDialog } from './fetched-dialog.tsx';
import type { MessageActions } from './message-actions.ts';

export function PinnedDialog({ actions, onClose }: { actions: MessageActions; onClose: () => void }) {
  const { messenger, conversation } = actions;
  return (
    <FetchedDialog
      title={texts.message.pinnedMessages()}
      fetch={() => messenger.details.pinned(conversation.peer)}
      onClose={onClose}
    >
      {(messages, close) =>
        messages.length === 0 ? (
          <p class="hint">{actions.isRoom ? texts.rooms.noPins() : texts.message.noPins()}</p>
        ) : (
          <ul class="pins" aria-label={texts.message.pinnedMessages()}>
            {messages.map(({ seq, from, body, files, sentAt }) => (
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
                    <bdi>{from === messenger.me ? ownName() : spokenName(messenger.users.get(from))}</bdi>
                    <time dateTime={sentAt}>{dayAndTime(new Date(sentAt))}</time>
                  </span>
                  <span class="pin-text" dir="auto">
                    {messageLine({ body, files })}
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
