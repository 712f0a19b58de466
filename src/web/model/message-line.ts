/** A message in one line, for lists and quotes: its text, or what its files are. */
import type { File } from '../../protocol/shapes.ts';
import { texts } from '../texts/texts.ts';
import { kindOf } from './file-kind.ts';

type Files = readonly File[];

export const messageLine = ({ body, files = [] }: { body: string; files?: Files | undefined }): string =>
  body || filesLine(files);

/** Empty without files. */
export function filesLine(files: Files): string {
  const [first, ...others] = files;
  if (!first) return '';
  const kind = kindOf(first);
  const count = files.length;
  if (kind === 'image' && others.every((file) => kindOf(file) === kind)) return texts.conversation.photos({ count });
  if (others.length > 0) return texts.conversation.files({ count });
  if (kind === 'video') return texts.conversation.video();
  return kind === 'audio' && first.waveform ? texts.conversation.voiceMessage() : first.name;
}
