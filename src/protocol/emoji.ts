/** Emoji of reactions: exactly one, as Unicode recommends it for general interchange. */

/** The longest one has 15 UTF-16 code units; a longer text is not searched. */
const emojiMaxLength = 32;

/** Flags, skin tones, ZWJ sequences and keycaps included. No literal, since the compiler's target has no `v` flag. */
const pattern = '^\\p{RGI_Emoji}$';
let oneEmoji: RegExp | undefined;

/** @throws SyntaxError in a browser that has no `v` flag: there the page starts all the same. */
export function isEmoji(text: string): boolean {
  if (text.length > emojiMaxLength) return false;
  oneEmoji ??= new RegExp(pattern, 'v');
  return oneEmoji.test(text);
}
