/** A film with the browser's controls; only its first bytes load before it plays, once it is near the view. */
import { useRef } from 'preact/hooks';
import type { File } from '../../../protocol/shapes.ts';
import { fileUrl } from './file-url.ts';
import { useNearView } from './near-view.ts';
import { playAlone } from './play-alone.ts';
import { keepSeekKeys } from './seek-keys.ts';

export function Film({ file, peer, tabIndex = -1 }: { file: File; peer: string; tabIndex?: number }) {
  const { width = 16, height = 9 } = file;
  const element = useRef<HTMLVideoElement>(null);
  // Each film that loads holds a connection; browsers open six to a server over HTTP/1.1.
  const isNear = useNearView(element);
  return (
    // biome-ignore lint/a11y/useMediaCaption: nobody has written captions for the film of a user.
    <video
      ref={element}
      class="film"
      src={fileUrl(peer, file)}
      aria-label={file.name}
      controls
      playsInline
      preload={isNear ? 'metadata' : 'none'}
      tabIndex={tabIndex}
      style={{ aspectRatio: `${width} / ${height}` }}
      onKeyDown={keepSeekKeys}
      onPlay={({ currentTarget }) => playAlone(currentTarget)}
    />
  );
}
