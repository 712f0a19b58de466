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

const byLanguage: Readonly<Record<Language, typeof en>> = { ar, de, en, es, fr, tr, zh };

export const texts = { worker: byLanguage[workerLanguage] };
