/** Emoji of reactions: exactly one, as Unicode recommends it for general interchange. */

/** The longest one has 15 UTF-16 code units; a longer text is not searched. */
const emojiMaxLength = 32;

/** Flags, skin tones, ZWJ sequences and keycaps included. No literal, since the compiler's target has no `v` flag. */
const pattern = '^\\p{RGI_Emoji}$';
const oneEmoji = new RegExp(pattern, 'v');

export const isEmoji = (text: string): boolean => text.length <= emojiMaxLength && oneEmoji.test(text);
