/** The look of the page in the settings of an account. */
import type { Settings } from '../../../protocol/settings.ts';
import { type Language, languageOf } from '../../texts/languages.ts';
import type { ChoiceSetting } from './shared-choice.ts';

export const themeSetting: ChoiceSetting<Settings['theme']> = {
  read: ({ theme }) => theme,
  part: (theme) => ({ theme }),
};

/** Another client may have saved a language that the page has not. */
export const languageSetting: ChoiceSetting<Language | 'browser'> = {
  read: ({ locale }) => (locale === null ? null : languageOf(locale)) ?? 'browser',
  part: (language) => ({ locale: language === 'browser' ? null : language }),
};
