/** The reader's locale for the shown language, and numbers in it. */
import { computed } from '@preact/signals';
import { localeFor } from '../../texts/languages.ts';
import { language } from '../../texts/texts.ts';

export const locale = computed(() => localeFor(language.value, navigator.languages));

const numbers = computed(() => new Intl.NumberFormat(locale.value));

export const numberText = (number: number) => numbers.value.format(number);
