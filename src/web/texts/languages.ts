/** The languages of the page, and which of them a reader gets. */

/** Each in its own words, for the list in the settings. */
export const languageNames = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  tr: 'Türkçe',
  ar: 'العربية',
  zh: '简体中文',
} as const;

export type Language = keyof typeof languageNames;

export const languages = Object.keys(languageNames) as [Language, ...Language[]];

const primary = (tag: string) => tag.toLowerCase().split('-')[0];

/** The page's language of a tag such as "de-AT"; null where the page has none. */
export const languageOf = (tag: string): Language | null =>
  languages.find((language) => language === primary(tag)) ?? null;

/** @param wanted - language tags such as "pt-BR", the most wanted first. */
export function languageFor(wanted: readonly string[]): Language {
  const found = wanted.flatMap((tag) => languageOf(tag) ?? []);
  return found[0] ?? 'en';
}

/** The reader's own form of the language, for times and numbers: "en-GB" rather than "en", with the digits of the texts. */
export function localeFor(language: Language, wanted: readonly string[]): string {
  const own = wanted.find((tag) => primary(tag) === language) ?? language;
  return language === 'ar' && !own.includes('-u-') ? `${own}-u-nu-latn` : own;
}

export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr');
