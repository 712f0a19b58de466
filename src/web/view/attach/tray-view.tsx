/** Above the composer: the files of the message that is being written, and the messages that wait for their uploads. */
import { Clock } from 'lucide';
import type { Uploads } from '../../model/uploads/page-uploads.ts';
import type { HeldMessage, Tray } from '../../model/uploads/tray.ts';
import type { Upload } from '../../model/uploads/upload.ts';
import { texts } from '../../texts/texts.ts';
import type { MessageActions } from '../conversation/message-actions.ts';
import { Icon } from '../kit/icon.tsx';
import { Rejections } from './rejections.tsx';
import { UploadItem } from './upload-item.tsx';
import { useTray } from './use-tray.ts';

interface Props {
  tray: Tray;
  uploads: Uploads;
}

export function TrayView({ actions }: { actions: MessageActions }) {
  const shown = useTray(actions);
  if (!shown) return null;
  const { held, uploads: chosen, rejections } = shown.tray;
  if (held.value.length + chosen.value.length + rejections.value.length === 0) return null;
  return (
    <section class="tray" aria-label={texts.attach.files()}>
      {held.value.map((message) => (
        <HeldView key={message.key} message={message} {...shown} />
      ))}
      <UploadList list={chosen.value} {...shown} />
      <PlainChoice {...shown} />
      <Rejections {...shown} />
    </section>
  );
}

function HeldView({ message, ...shown }: Props & { message: HeldMessage }) {
  const hasFailed = message.uploads.some((upload) => upload.hasFailed);
  return (
    <div class={hasFailed ? 'held has-failed' : 'held'}>
      <p class="held-head">
        <Icon of={Clock} />
        <span>{hasFailed ? texts.attach.heldByFailure() : texts.attach.held()}</span>
        {message.body !== '' && (
          <span class="held-text" dir="auto">
            {message.body}
          </span>
        )}
      </p>
      <UploadList list={message.uploads} {...shown} />
    </div>
  );
}

function UploadList({ list, ...shown }: Props & { list: readonly Upload[] }) {
  if (list.length === 0) return null;
  return (
    <ul class="upload-list">
      {list.map((upload) => (
        <UploadItem key={upload.key} upload={upload} {...shown} />
      ))}
    </ul>
  );
}

/** Only images are changed by the server, so that only they can be sent as they are. */
function PlainChoice({ tray }: Props) {
  if (!tray.uploads.value.some(({ isImage }) => isImage)) return null;
  return (
    <label class="plain-choice">
      <input
        type="checkbox"
        checked={tray.isPlain.value}
        onChange={({ currentTarget }) => tray.sendAs(currentTarget.checked)}
      />
      <span>
        {texts.attach.sendAsFile()} <span class="hint">{texts.attach.sendAsFileHint()}</span>
      </span>
    </label>
  );
}
