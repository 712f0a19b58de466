/** A message in one line, for lists and quotes: its text, or what its files are. */
import { summaryOf } from '../../protocol/files-summary.ts';
import type { File, FilesSummary } from '../../protocol/shapes.ts';
import { texts } from '../texts/texts.ts';
import { unformatted } from './message-text/unformatted.ts';

type Files = readonly File[];

export const messageLine = ({ body, files = [] }: { body: string; files?: Files | undefined }): string =>
  unformatted(body) || filesLine(files);

/** Empty without files. */
export const filesLine = (files: Files): string => summaryLine(summaryOf(files));

/** Empty without files. */
export function summaryLine(files: FilesSummary | undefined): string {
  if (!files) return '';
  const { count, kind, name, voice } = files;
  if (kind === 'image') return texts.conversation.photos({ count });
  if (count > 1) return texts.conversation.files({ count });
  if (kind === 'video') return texts.conversation.video();
  return voice ? texts.conversation.voiceMessage() : name;
}
