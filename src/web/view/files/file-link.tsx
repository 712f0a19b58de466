/** A file that the page does not show itself: its icon, name and size, as a link that downloads it. */
import { FileText } from 'lucide';
import type { File } from '../../../protocol/shapes.ts';
import { Icon } from '../kit/icon.tsx';
import { sizeText } from './file-text.ts';
import { fileUrl } from './file-url.ts';

export function FileLink({ file, peer }: { file: File; peer: string }) {
  const size = sizeText(file.size);
  return (
    <a class="file-link" href={fileUrl(peer, file)} download={file.name} tabIndex={-1}>
      <span class="file-sign">
        <Icon of={FileText} />
      </span>
      <span class="file-words">
        <bdi class="file-name">{file.name}</bdi>
        <span class="file-size">{size}</span>
      </span>
    </a>
  );
}
