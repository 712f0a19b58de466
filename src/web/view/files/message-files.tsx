/** The files of a message in the log. */
import type { File } from '../../../protocol/shapes.ts';
import { kindOf } from '../../model/file-kind.ts';
import type { Row } from '../../model/transcript.ts';
import type { MessageActions } from '../conversation/message-actions.ts';
import { FileLink } from './file-link.tsx';
import { Film } from './film.tsx';
import { ImageGrid } from './image-grid.tsx';
import { SoundPlayer } from './sound-player.tsx';
import './files.css';

export function MessageFiles({ row, actions }: { row: Row; actions: MessageActions }) {
  const { files } = row;
  // The server gives nobody the bytes before the message is stored.
  const isSent = row.seq !== null;
  const { peer } = actions.conversation;
  const images = files.filter((file) => kindOf(file) === 'image');
  const open = (image: File) => (actions.viewer.value = { images, at: images.indexOf(image) });
  return (
    <div class="files">
      {images.length > 0 && <ImageGrid images={images} peer={peer} isSent={isSent} onOpen={open} />}
      {files.map((file) => {
        const kind = kindOf(file);
        if (!isSent) return kind !== 'image' && <FileLink key={file.id} file={file} peer={null} />;
        if (kind === 'audio') return <SoundPlayer key={file.id} file={file} peer={peer} />;
        if (kind === 'video') return <Film key={file.id} file={file} peer={peer} />;
        return kind === 'file' && <FileLink key={file.id} file={file} peer={peer} />;
      })}
    </div>
  );
}
