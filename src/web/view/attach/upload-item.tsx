/** One file in the tray: its picture, its name, its progress, and the buttons that cancel and repeat its upload. */
import { RotateCw, X } from 'lucide';
import { useId } from 'preact/hooks';
import type { Uploads } from '../../model/uploads/page-uploads.ts';
import type { Tray } from '../../model/uploads/tray.ts';
import type { Upload } from '../../model/uploads/upload.ts';
import { texts } from '../../texts/texts.ts';
import { Icon } from '../kit/icon.tsx';
import { useSession } from '../kit/page-context.ts';
import { Thumbnail } from './thumbnail.tsx';
import { stateText } from './upload-text.ts';

interface Props {
  upload: Upload;
  tray: Tray;
  uploads: Uploads;
}

export function UploadItem({ upload, tray, uploads }: Props) {
  const nameId = useId();
  const { kind } = upload.state.value;
  const wire = useSession().messenger.wire.state.value;
  return (
    <li class={`upload is-${kind}`}>
      <Thumbnail upload={upload} />
      <div class="upload-words">
        <bdi class="file-name" id={nameId}>
          {upload.name}
        </bdi>
        <span class="file-size">{stateText(upload, uploads, wire)}</span>
        {kind !== 'done' && kind !== 'failed' && <Progress upload={upload} />}
      </div>
      {kind === 'failed' && (
        <button
          type="button"
          class="icon-button"
          aria-label={texts.kit.tryAgain()}
          aria-describedby={nameId}
          title={texts.kit.tryAgain()}
          onClick={() => upload.retry()}
        >
          <Icon of={RotateCw} />
        </button>
      )}
      <button
        type="button"
        class="icon-button"
        aria-label={texts.dialogs.cancel()}
        aria-describedby={nameId}
        title={texts.dialogs.cancel()}
        onClick={() => tray.cancel(upload)}
      >
        <Icon of={X} />
      </button>
    </li>
  );
}

/** An empty file has no bytes to wait for. */
function Progress({ upload }: { upload: Upload }) {
  const max = Math.max(1, upload.bytes.size);
  return <progress class="upload-progress" aria-label={upload.name} max={max} value={upload.sentBytes.value} />;
}
