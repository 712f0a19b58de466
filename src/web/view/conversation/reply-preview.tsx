/** Above the composer: the message that the text will answer. */
import { X } from 'lucide';
import { messageLine } from '../../model/message-line.ts';
import { texts } from '../../texts/texts.ts';
import { Icon } from '../kit/icon.tsx';
import { ownName, spokenName } from '../kit/spoken-name.ts';
import type { MessageActions } from './message-actions.ts';

export function ReplyPreview({ actions }: { actions: MessageActions }) {
  const { messenger, conversation, composer } = actions;
  const quoted = conversation.replyingTo.value;
  if (!quoted) return null;
  // It may be changed or deleted meanwhile.
  const present = messenger.rows.value.find(({ seq }) => seq === quoted.seq) ?? quoted;
  const isDeleted = 'isDeleted' in present && present.isDeleted;
  const author = quoted.from === messenger.me ? ownName() : spokenName(messenger.users.get(quoted.from));
  const cancel = () => {
    conversation.replyingTo.value = null;
    composer.current?.focus();
  };
  return (
    <div class="composer-top">
      <p class="quote">
        <span class="unseen">{texts.conversation.author({ name: author })}</span>
        <bdi class="quote-author" aria-hidden="true">
          {author}
        </bdi>
        <span class="quote-text" dir="auto">
          {isDeleted ? texts.conversation.messageDeleted() : messageLine(present)}
        </span>
      </p>
      <button
        type="button"
        class="icon-button"
        aria-label={texts.message.cancelReply()}
        title={texts.message.cancelReply()}
        onClick={cancel}
      >
        <Icon of={X} />
      </button>
    </div>
  );
}
