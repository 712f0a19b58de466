/** A file of the conversation: name, type, size, sender and date, the way to its message, and a player. */
import { MessageSquareText } from 'lucide';
import { kindOf } from '../../model/file-kind.ts';
import type { SharedFile } from '../../model/file-list.ts';
import { texts } from '../../texts/texts.ts';
import type { MessageActions } from '../conversation/message-actions.ts';
import { Icon } from '../kit/icon.tsx';
import { dayAndTime } from '../kit/time-text.ts';
import { FileLink } from './file-link.tsx';
import { durationText, sizeText, typeText } from './file-text.ts';
import { Film } from './film.tsx';
import { senderName } from './sender-name.ts';
import { SoundPlayer } from './sound-player.tsx';

interface Props {
  shared: SharedFile;
  actions: MessageActions;
  onShow: (seq: number) => void;
}

export function SharedFileRow({ shared, actions, onShow }: Props) {
  const { seq, sentAt, file } = shared;
  const { durationMs } = file;
  const kind = kindOf(file);
  const { peer } = actions.conversation;
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
      <FileLink file={file} peer={peer} details={details} tabIndex={0} />
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
      {kind === 'audio' && <SoundPlayer file={file} peer={peer} tabIndex={0} isNamed={false} />}
      {kind === 'video' && <Film file={file} peer={peer} tabIndex={0} />}
    </li>
  );
}
