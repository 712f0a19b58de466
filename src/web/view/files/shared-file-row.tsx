/** A file of the conversation: name, type, size, sender and date, and the way to its message. */
import { MessageSquareText } from 'lucide';
import type { SharedFile } from '../../model/file-list.ts';
import { texts } from '../../texts/texts.ts';
import type { MessageActions } from '../conversation/message-actions.ts';
import { Icon } from '../kit/icon.tsx';
import { ownName, spokenName } from '../kit/spoken-name.ts';
import { dayAndTime } from '../kit/time-text.ts';
import { FileLink } from './file-link.tsx';
import { sizeText, typeText } from './file-text.ts';

interface Props {
  shared: SharedFile;
  actions: MessageActions;
  onShow: (seq: number) => void;
}

export function SharedFileRow({ shared: { seq, from, sentAt, file }, actions, onShow }: Props) {
  const { messenger, conversation } = actions;
  const sender = from === messenger.me ? ownName() : spokenName(messenger.users.get(conversation.peer));
  const nameId = `shared-${file.id}`;
  const details = (
    <>
      {typeText(file)} · {sizeText(file.size)} · <bdi>{sender}</bdi> ·{' '}
      <time dateTime={sentAt}>{dayAndTime(new Date(sentAt))}</time>
    </>
  );
  return (
    <li class="shared-row" id={nameId}>
      <FileLink file={file} peer={conversation.peer} details={details} tabIndex={0} />
      <button
        type="button"
        class="icon-button"
        aria-label={texts.files.showInConversation()}
        aria-describedby={nameId}
        title={texts.files.showInConversation()}
        onClick={() => onShow(seq)}
      >
        <Icon of={MessageSquareText} />
      </button>
    </li>
  );
}
