/** Shows the page in one language. */
import { directionOf, type Language } from '../../texts/languages.ts';
import { showLanguage } from '../../texts/texts.ts';

const root = document.documentElement;

async function show(language: Language): Promise<void> {
  await showLanguage(language);
  root.lang = language;
  root.dir = directionOf(language);
}

/** Resolves when the texts of the first view are there; from then on, the page follows the choice of the user. */
export async function followLanguage(): Promise<void> {
  // document-start.js has chosen it, and set it before the first frame.
  await show(root.lang as Language).catch(() => show('en'));
  void import('./language-choice.ts').then(({ followChoice }) => followChoice(show)).catch(() => {});
}
