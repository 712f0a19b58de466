/** Above the composer: the message that the text will answer. */
import { X } from 'lucide';
import { Icon } from '../kit/icon.tsx';
import { ownName, spokenName } from '../kit/spoken-name.ts';
import type { MessageActions } from './message-actions.ts';

export function ReplyPreview({ actions }: { actions: MessageActions }) {
  const { messenger, conversation, composer } = actions;
  const quoted = conversation.replyingTo.value;
  if (!quoted) return null;
  const author = quoted.from === messenger.me ? ownName : spokenName(messenger.users.get(quoted.from));
  const cancel = () => {
    conversation.replyingTo.value = null;
    composer.current?.focus();
  };
  return (
    <div class="composer-top">
      <p class="quote">
        <bdi class="quote-author">{author}</bdi>
        <span class="unseen">: </span>
        <span class="quote-text" dir="auto">
          {quoted.body}
        </span>
      </p>
      <button type="button" class="icon-button" aria-label="Cancel reply" title="Cancel reply" onClick={cancel}>
        <Icon of={X} />
      </button>
    </div>
  );
}
