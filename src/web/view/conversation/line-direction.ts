/** The direction in which the page reads. */
import { directionOf } from '../../texts/languages.ts';
import { language } from '../../texts/texts.ts';

export function isRightToLeft(): boolean {
  return directionOf(language.value) === 'rtl';
}
