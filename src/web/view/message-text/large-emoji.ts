/** Tells whether a message consists of one to three emoji only, which are shown large. */
import { isEmoji } from '../../../protocol/emoji.ts';

const maxCount = 3;
/** Three of the longest emoji with spaces between them are shorter. */
const maxLength = 64;

export function isLargeEmoji(body: string): boolean {
  // The first expression spares most pages the second one, which the browser needs milliseconds to compile.
  if (body.length > maxLength || /[a-z]/i.test(body) || /\p{L}/u.test(body)) return false;
  try {
    const segments = [...new Intl.Segmenter().segment(body.replace(/\s/g, ''))];
    return segments.length > 0 && segments.length <= maxCount && segments.every(({ segment }) => isEmoji(segment));
  } catch {
    // A browser without segments or emoji sets shows every message at the same size.
    return false;
  }
}
