/** The names of the emoji, and the search, in the languages of the page. */
import { expect } from 'chai';
import { type Language, languages } from '../../../src/web/texts/languages.ts';
import { showLanguage } from '../../../src/web/texts/texts.ts';
import { emojiGroups } from '../../../src/web/view/emoji/emoji-list.ts';
import { showEmojiNames } from '../../../src/web/view/emoji/emoji-names.ts';
import { searchEmoji } from '../../../src/web/view/emoji/emoji-search.ts';

const found = (query: string) => searchEmoji(emojiGroups.value, query).map(({ emoji }) => emoji);
const choices = () => emojiGroups.value.flatMap((group) => group.choices);

async function show(language: Language): Promise<void> {
  await showLanguage(language);
  await showEmojiNames(language);
}

describe('emoji picker: languages', () => {
  after(() => show('en'));

  /** Queries as users type them, each with an emoji that it finds. */
  const searches: Record<Exclude<Language, 'en'>, [query: string, emoji: string][]> = {
    de: [
      ['daumen ho', '👍'],
      ['Deutschl', '🇩🇪'],
      ['straßenbahn', '🚊'],
    ],
    fr: [
      ['pouce vers le haut', '👍'],
      ['allemagne', '🇩🇪'],
      ['coeur rouge', '❤️'],
    ],
    es: [
      ['pulgar hacia arriba', '👍'],
      ['Alemania', '🇩🇪'],
      ['corazon rojo', '❤️'],
    ],
    tr: [
      ['baş parmak yuk', '👍'],
      ['almanya', '🇩🇪'],
      ['KIRMIZI kal', '❤️'],
    ],
    ar: [
      ['إبهام', '👍'],
      ['المانيا', '🇩🇪'],
      ['قلب احمر', '❤️'],
    ],
    zh: [
      ['拇指', '👍'],
      ['德国', '🇩🇪'],
      ['汪星人', '🐶'],
    ],
  };

  for (const [language, expected] of Object.entries(searches)) {
    it(`finds emoji by their words in "${language}", and by English ones`, async () => {
      await show(language as Language);
      for (const [query, emoji] of expected) expect(found(query), query).to.include(emoji);
      expect(found('unicorn')).to.include('🦄');
    });
  }

  for (const language of languages) {
    it(`names each emoji and each group in "${language}"`, async () => {
      await show('en');
      const english = new Map(choices().map(({ emoji, name }) => [emoji, name]));
      await show(language);
      expect(choices().filter(({ name }) => name.trim() === '')).to.deep.equal([]);
      expect(new Set(emojiGroups.value.map(({ name }) => name)).size).to.equal(9);
      const same = choices().filter(({ emoji, name }) => english.get(emoji) === name);
      // Some words are the same in two languages, and the names of many countries.
      if (language !== 'en') expect(same.length).to.be.below(90);
    });
  }

  it('puts the words of the language before English ones', async () => {
    await show('de');
    // "Gift" is poison in German.
    const names = searchEmoji(emojiGroups.value, 'gift').map(({ name, tags }) => `${name} ${tags}`.toLowerCase());
    const isGerman = names.map((words) => words.includes('gift'));
    expect(isGerman).to.include(true).and.include(false);
    expect(isGerman.lastIndexOf(true)).to.be.below(isGerman.indexOf(false));
  });

  it('names the emoji in English again after another language', async () => {
    await show('tr');
    await show('en');
    expect(choices().find(({ emoji }) => emoji === '👍')?.name).to.equal('thumbs up');
  });
});
