/** A file that the page does not show itself: its icon, name and size, as a link that downloads it. */
import { AudioLines, FileText, Film, type IconNode } from 'lucide';
import type { ComponentChildren } from 'preact';
import type { File, FileKind } from '../../../protocol/shapes.ts';
import { kindOf } from '../../model/file-kind.ts';
import { texts } from '../../texts/texts.ts';
import { Icon } from '../kit/icon.tsx';
import { sizeText } from './file-text.ts';
import { fileUrl } from './file-url.ts';

interface Props {
  file: File;
  /** Null while the message is not sent: there is nothing to download yet. */
  peer: string | null;
  /** More than its size. */
  details?: ComponentChildren;
  tabIndex?: number;
}

const iconOf: Record<FileKind, IconNode> = { image: FileText, audio: AudioLines, video: Film, file: FileText };

export function FileLink({ file, peer, details, tabIndex = -1 }: Props) {
  if (peer === null) {
    return (
      <p class="file-link">
        <FileLabel file={file} details={details} />
      </p>
    );
  }
  return (
    <a class="file-link" href={fileUrl(peer, file)} download={file.name} tabIndex={tabIndex}>
      <FileLabel file={file} details={details} />
    </a>
  );
}

function FileLabel({ file, details }: Pick<Props, 'file' | 'details'>) {
  return (
    <>
      <span class="file-sign">
        <Icon of={iconOf[kindOf(file)]} />
      </span>
      <span class="file-words">
        <bdi class="file-name">{file.waveform ? texts.conversation.voiceMessage() : file.name}</bdi>
        <span class="file-size">{details ?? sizeText(file.size)}</span>
      </span>
    </>
  );
}
