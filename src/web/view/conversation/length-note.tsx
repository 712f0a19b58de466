/** The character count of a text near the limit. */
import { limits } from '../../../protocol/limits.ts';

export interface TextLength {
  /** In code points; 0 while the text is far from the limit. */
  readonly near: number;
  readonly tooLong: boolean;
}

/** From this length on, the composer shows the character count. */
const nearLimit = limits.bodyMaxLength - 200;

/** The limit counts code points, of which there are never more than UTF-16 units. */
export function measure(text: string): TextLength {
  const near = text.length < nearLimit ? 0 : [...text].length;
  return { near, tooLong: near > limits.bodyMaxLength };
}

export function LengthNote({ length }: { length: TextLength }) {
  if (length.near === 0) return null;
  return (
    <p class={length.tooLong ? 'composer-note wrong' : 'composer-note'}>
      {length.near} of {limits.bodyMaxLength} characters
    </p>
  );
}
