/** A file of the conversation: name, type, size, sender and date, and the way to its message. */
import { MessageSquareText } from 'lucide';
import type { SharedFile } from '../../model/file-list.ts';
import { texts } from '../../texts/texts.ts';
import type { MessageActions } from '../conversation/message-actions.ts';
import { Icon } from '../kit/icon.tsx';
import { dayAndTime } from '../kit/time-text.ts';
import { FileLink } from './file-link.tsx';
import { durationText, sizeText, typeText } from './file-text.ts';
import { senderName } from './sender-name.ts';

interface Props {
  shared: SharedFile;
  actions: MessageActions;
  onShow: (seq: number) => void;
}

export function SharedFileRow({ shared, actions, onShow }: Props) {
  const { seq, sentAt, file } = shared;
  const { durationMs } = file;
  const nameId = `shared-${file.id}`;
  const details = (
    <>
      {durationMs !== undefined && `${durationText(durationMs / 1_000)} · `}
      {typeText(file)} · {sizeText(file.size)} · <bdi>{senderName(shared, actions)}</bdi> ·{' '}
      <time dateTime={sentAt}>{dayAndTime(new Date(sentAt))}</time>
    </>
  );
  return (
    <li class="shared-row" id={nameId}>
      <FileLink file={file} peer={actions.conversation.peer} details={details} tabIndex={0} />
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
