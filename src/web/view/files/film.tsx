/** A film with the browser's controls; only its first bytes load before it plays. */
import type { File } from '../../../protocol/shapes.ts';
import { fileUrl } from './file-url.ts';
import { playAlone } from './play-alone.ts';
import { keepSeekKeys } from './seek-keys.ts';

export function Film({ file, peer }: { file: File; peer: string }) {
  const { width = 16, height = 9 } = file;
  return (
    // biome-ignore lint/a11y/useMediaCaption: nobody has written captions for the film of a user.
    <video
      class="film"
      src={fileUrl(peer, file)}
      aria-label={file.name}
      controls
      playsInline
      preload="metadata"
      tabIndex={-1}
      style={{ aspectRatio: `${width} / ${height}` }}
      onKeyDown={keepSeekKeys}
      onPlay={({ currentTarget }) => playAlone(currentTarget)}
    />
  );
}
