/** The character count of a text near the limit, and what happens to a text beyond it. */

import { limits } from '../../../protocol/limits.ts';
import { texts } from '../../texts/texts.ts';
import type { TextLength } from './measured-text.ts';

export function LengthNote({ length }: { length: TextLength }) {
  return (
    <p id="length" class={length.tooLong ? 'composer-note wrong' : 'composer-note'}>
      {noteOf(length)}
    </p>
  );
}

function noteOf({ near, tooLong, isCut, kept }: TextLength): string {
  const [count, max] = [`${near}`, `${limits.bodyMaxLength}`] as const;
  if (isCut) return texts.message.cutOff({ count, max, kept: `${kept}` });
  return tooLong ? texts.message.tooLong({ count, max }) : texts.message.length({ count, max });
}
