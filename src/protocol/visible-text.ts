/** Tells a text that can be seen from one of invisible characters only. */

/**
 * White space, control and format characters, marks without a letter to carry them, and characters without a glyph. The
 * last four are blank although Unicode counts them as letters or symbols.
 */
const invisible = /[\s\p{Z}\p{Cc}\p{Cf}\p{M}\p{Default_Ignorable_Code_Point}\u2800\u{13441}\u{13442}\u{1d159}]/u;

/** False for an empty text, too. */
export function isVisible(text: string): boolean {
  for (const character of text) if (!invisible.test(character)) return true;
  return false;
}
