/** The texts of the worker: it is one file, so it has those of all languages. */
import ar from '../texts/ar/worker.json' with { type: 'json' };
import de from '../texts/de/worker.json' with { type: 'json' };
import en from '../texts/en/worker.json' with { type: 'json' };
import es from '../texts/es/worker.json' with { type: 'json' };
import fr from '../texts/fr/worker.json' with { type: 'json' };
import type { Language } from '../texts/languages.ts';
import tr from '../texts/tr/worker.json' with { type: 'json' };
import zh from '../texts/zh/worker.json' with { type: 'json' };
import { workerLanguage } from './worker-language.ts';

/** By plural category; `other` is always there. A # stands for the number. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

type Texts = Record<'newMessage' | 'video' | 'voiceMessage', string> & Record<'photos' | 'files', Forms>;

const byLanguage: Readonly<Record<Language, Texts>> = { ar, de, en, es, fr, tr, zh };

export const texts = { worker: byLanguage[workerLanguage] };
