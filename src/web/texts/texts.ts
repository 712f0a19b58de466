/** The texts of the page in one language. A view or a computed signal that reads one follows a change of the language. */
import { batch, signal } from '@preact/signals';
import { catalogues } from './generated/catalogues.js';
import type { FirstTexts, LaterTexts } from './generated/shapes.ts';
import type { Language } from './languages.ts';

declare global {
  /** What `document-start.js` has begun to load. Its file is null when it could not be loaded. */
  var firstTexts: { language: string; file: Promise<{ default: FirstTexts } | null> } | undefined;
}

type Texts = FirstTexts & LaterTexts;
type Part = 'first' | 'later';

const current = signal<Language>('en');
const loaded = signal<Partial<Texts>>({});
/** The later part is loaded before the first view that needs it, and with every language from then on. */
const wanted = new Set<Part>(['first']);
let shown: Language | null = null;
let lastTurn: Promise<void> = Promise.resolve();

/** Read a text where it is shown, not when a file is loaded: it may come later, and change. */
export const texts = new Proxy({} as Texts, {
  get: (_, group) => loaded.value[group as keyof Texts],
});

/** The language of the texts that are shown. */
export const language = {
  get value(): Language {
    return current.value;
  },
};

/** Loads what is shown so far in this language, and shows it. */
export function showLanguage(next: Language): Promise<void> {
  return inTurn(async () => {
    if (next === shown) return;
    const parts = await Promise.all([...wanted].map((part) => load(part, next)));
    shown = next;
    batch(() => {
      current.value = next;
      loaded.value = Object.assign({}, ...parts);
    });
  });
}

/** Loads the texts of the views that come later. */
export function loadLaterTexts(): Promise<void> {
  return inTurn(async () => {
    if (wanted.has('later')) return;
    const part = await load('later', current.peek());
    wanted.add('later');
    loaded.value = { ...loaded.peek(), ...part };
  });
}

/** Two loads at a time would each replace what the other has brought. */
function inTurn(work: () => Promise<void>): Promise<void> {
  const turn = lastTurn.then(work);
  lastTurn = turn.catch(() => {});
  return turn;
}

async function load(part: Part, of: Language): Promise<Partial<Texts>> {
  const open = catalogues[`${part}-${of}`];
  if (!open) throw new Error(`There are no texts in "${of}".`);
  const isEarly = part === 'first' && of === globalThis.firstTexts?.language;
  const early = isEarly ? await globalThis.firstTexts?.file : null;
  return (early ?? (await open())).default;
}
