/** Follows the language that the user chooses, else the one that the browser asks for. */
import { computed, effect } from '@preact/signals';
import { type Language, languageFor } from '../../texts/languages.ts';
import { language } from '../kit/appearance.ts';

const wanted = computed<Language>(() =>
  language.value === 'browser' ? languageFor(navigator.languages) : language.value,
);

/** Without the texts of another language, the page stays as it is. */
export function followChoice(show: (language: Language) => Promise<void>): void {
  effect(() => void show(wanted.value).catch(() => {}));
}
