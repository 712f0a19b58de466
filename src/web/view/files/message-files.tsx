/** The files of a message in the log. */
import type { File } from '../../../protocol/shapes.ts';
import { kindOf } from '../../model/file-kind.ts';
import type { MessageActions } from '../conversation/message-actions.ts';
import { FileLink } from './file-link.tsx';
import { Film } from './film.tsx';
import { ImageGrid } from './image-grid.tsx';
import { SoundPlayer } from './sound-player.tsx';
import './files.css';

export function MessageFiles({ files, actions }: { files: readonly File[]; actions: MessageActions }) {
  const { peer } = actions.conversation;
  const images = files.filter((file) => kindOf(file) === 'image');
  const open = (image: File) => (actions.viewer.value = { images, at: images.indexOf(image) });
  return (
    <div class="files">
      {images.length > 0 && <ImageGrid images={images} peer={peer} onOpen={open} />}
      {files.map((file) => {
        const kind = kindOf(file);
        if (kind === 'audio') return <SoundPlayer key={file.id} file={file} peer={peer} />;
        if (kind === 'video') return <Film key={file.id} file={file} peer={peer} />;
        return kind === 'file' && <FileLink key={file.id} file={file} peer={peer} />;
      })}
    </div>
  );
}
