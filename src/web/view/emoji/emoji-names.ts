/** The names and search words of the emoji in the language of the page; English ones come with the emoji. */
import { signal } from '@preact/signals';
import type { Language } from '../../texts/languages.ts';

export interface EmojiName {
  name: string;
  /** Words for the search. */
  tags: string;
}

const shown = signal<readonly EmojiName[] | null>(null);
let wanted: Language = 'en';

/** In the order of the English data; null while the names are English. */
export const emojiNames = {
  get value(): readonly EmojiName[] | null {
    return shown.value;
  },
};

/** Loads the names of this language and shows them. */
export async function showEmojiNames(language: Language): Promise<void> {
  if (language === wanted) return;
  wanted = language;
  try {
    const names = language === 'en' ? null : await load(language);
    if (wanted === language) shown.value = names;
  } catch (error) {
    // English names stay, and the next call tries again.
    if (wanted === language) {
      wanted = 'en';
      shown.value = null;
    }
    throw error;
  }
}

/** `compile-emoji-names.ts` writes a line for each emoji: its name, a bar, and the other words. */
async function load(language: Language): Promise<EmojiName[]> {
  const { default: lines } = (await import(`./generated/emoji-${language}.js`)) as { default: string };
  return lines.split('\n').map((line) => {
    const [name = '', tags = ''] = line.split('|');
    return { name, tags };
  });
}
