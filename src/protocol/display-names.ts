/** The rule of display names: nothing invisible, nothing that changes the direction or line of the text around it. */
import { limits } from './limits.ts';
import { codePoints } from './text-length.ts';
import { isVisible } from './visible-text.ts';

/** Control, format and direction characters, line breaks, and characters without a glyph. */
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * Invisible characters that a script or an emoji needs: joiners (Persian, Sinhala, family emoji) and variation selectors.
 * Not after a Latin, Greek or Cyrillic letter: there they would only make two names look the same.
 */
const shaping =
  /(?<=[\p{L}\p{M}\p{N}\p{P}\p{S}])(?<![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])[\p{Join_Control}\p{Variation_Selector}]/gu;

/** The flag of a region: a black flag, then the region's code in tag characters without a glyph. */
const regionalFlag = /\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{3,6}\u{e007f}/gu;

/** Whether the text is one line without invisible characters. */
export function isPlain(name: string): boolean {
  return !hidden.test(name.replace(regionalFlag, '').replace(shaping, ''));
}

/** A name with an at sign, of any width, could be read as the username of another user. */
function imitatesUsername(name: string): boolean {
  return name.normalize('NFKC').includes('@');
}

export type DisplayNameFault = 'empty' | 'long' | 'hidden' | 'at';

/** Null when the name may be stored. */
export function displayNameFault(name: string): DisplayNameFault | null {
  if (!isVisible(name)) return 'empty';
  if (codePoints(name.trim()) > limits.displayNameMaxLength) return 'long';
  if (!isPlain(name)) return 'hidden';
  return imitatesUsername(name) ? 'at' : null;
}
