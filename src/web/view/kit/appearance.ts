/** The theme, the text size and the language that this browser shows. They stay after the log-out. */
import { effect, signal } from '@preact/signals';
import { languages } from '../../texts/languages.ts';

/** A choice of one of several values: the first one is what the browser asks for, and is not stored. */
export class Choice<T extends string> {
  readonly values: readonly [T, ...T[]];
  /** Called when the user chooses on this page. */
  onChoose: () => void = () => {};
  readonly #current;
  readonly #key: string;
  readonly #attribute: string;

  constructor(name: string, values: readonly [T, ...T[]]) {
    this.values = values;
    this.#key = `duologue.look/${name}`;
    this.#attribute = `data-${name}`;
    const stored = read(this.#key);
    this.#current = signal(values.find((value) => value === stored) ?? values[0]);
    this.#mark();
    window.addEventListener('storage', ({ key, newValue }) => {
      if (key === this.#key) this.#set(values.find((value) => value === newValue) ?? values[0]);
    });
  }

  get value(): T {
    return this.#current.value;
  }

  choose(value: T): void {
    this.show(value);
    this.onChoose();
  }

  /** Without storage, the choice holds until the page is closed. */
  show(value: T): void {
    this.#set(value);
    write(this.#key, value === this.values[0] ? null : value);
  }

  #set(value: T): void {
    this.#current.value = value;
    this.#mark();
  }

  #mark(): void {
    const value = this.#current.peek();
    const root = document.documentElement;
    if (value === this.values[0]) root.removeAttribute(this.#attribute);
    else root.setAttribute(this.#attribute, value);
  }
}

export const theme = new Choice('theme', ['system', 'light', 'dark']);
export const textSize = new Choice('text', ['normal', 'small', 'large', 'largest']);
export const language = new Choice('language', ['browser', ...languages]);

/** The bars of the browser take the colour of the chosen theme. `document-start.js` does the same before the first frame. */
effect(() => {
  const chosen = theme.value;
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[data-scheme]')) {
    const { scheme } = meta.dataset;
    if (chosen === 'system') meta.media = `(prefers-color-scheme: ${scheme})`;
    else meta.media = chosen === scheme ? 'all' : 'not all';
  }
});

const prefersDark = window.matchMedia('(prefers-color-scheme: dark)');

/** Whether the page is dark now. */
export function isDark(): boolean {
  return theme.value === 'system' ? prefersDark.matches : theme.value === 'dark';
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // The browser forbids the storage.
  }
}
