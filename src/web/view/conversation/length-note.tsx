/** The character count of a text near the limit, and what happens to a text beyond it. */

import { limits } from '../../../protocol/limits.ts';
import { codePoints } from '../../../protocol/text-length.ts';
import { maxDraftLength } from '../../model/drafts.ts';
import { texts } from '../../texts/texts.ts';

export interface TextLength {
  /** In code points; 0 while the text is far from the limit. */
  readonly near: number;
  readonly tooLong: boolean;
  /** Longer than what a draft keeps. */
  readonly isCut: boolean;
}

/** From this length on, the composer shows the character count. */
const nearLimit = limits.bodyMaxLength - 200;

/** The limit counts code points, of which there are never more than UTF-16 units. */
export function measure(text: string): TextLength {
  const near = text.length < nearLimit ? 0 : codePoints(text);
  return { near, tooLong: near > limits.bodyMaxLength, isCut: text.length > maxDraftLength };
}

export function LengthNote({ length }: { length: TextLength }) {
  if (length.near === 0) return null;
  return <p class={length.tooLong ? 'composer-note wrong' : 'composer-note'}>{noteOf(length)}</p>;
}

function noteOf({ near, tooLong, isCut }: TextLength): string {
  const [count, max] = [`${near}`, `${limits.bodyMaxLength}`] as const;
  if (isCut) return texts.conversation.cutOff({ count, max, kept: `${maxDraftLength}` });
  return tooLong ? texts.conversation.tooLong({ count, max }) : texts.conversation.length({ count, max });
}
