/** A file that the page does not show itself: its icon, name and size, as a link that downloads it. */
import { FileText } from 'lucide';
import type { ComponentChildren } from 'preact';
import type { File } from '../../../protocol/shapes.ts';
import { Icon } from '../kit/icon.tsx';
import { sizeText } from './file-text.ts';
import { fileUrl } from './file-url.ts';

interface Props {
  file: File;
  peer: string;
  /** More than its size. */
  details?: ComponentChildren;
  tabIndex?: number;
}

export function FileLink({ file, peer, details, tabIndex = -1 }: Props) {
  return (
    <a class="file-link" href={fileUrl(peer, file)} download={file.name} tabIndex={tabIndex}>
      <span class="file-sign">
        <Icon of={FileText} />
      </span>
      <span class="file-words">
        <bdi class="file-name">{file.name}</bdi>
        <span class="file-size">{details ?? sizeText(file.size)}</span>
      </span>
    </a>
  );
}
