/** Measures the text of the composer against its limit. */

import { limits } from '../../../protocol/limits.ts';
import { codePoints } from '../../../protocol/text-length.ts';
import { maxDraftLength } from '../../model/drafts.ts';

export interface TextLength {
  /** In code points; 0 while the text is far from the limit. */
  readonly near: number;
  readonly tooLong: boolean;
  /** Longer than what a draft keeps. */
  readonly isCut: boolean;
  /** As much as a draft keeps, in UTF-16 units. */
  readonly kept: number;
}

/** From this length on, the composer shows the character count. */
const nearLimit = limits.bodyMaxLength - 200;

/** The limit counts code points, of which there are never more than UTF-16 units. */
export function measure(text: string): TextLength {
  const near = text.length < nearLimit ? 0 : codePoints(text);
  return { near, tooLong: near > limits.bodyMaxLength, isCut: text.length > maxDraftLength, kept: maxDraftLength };
}
