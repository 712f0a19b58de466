/** Keyboard navigation of a menu: arrow keys, Home, End, and the first letters of an item. */

/** Letters typed within this time form one word. */
const wordMs = 600;

const items = (menu: Element) => [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];

export function focusFirstMenuItem(menu: Element | null): void {
  if (menu) items(menu)[0]?.focus();
}

export class MenuKeys {
  #word = '';
  #typedAt = 0;

  /** Moves the focus; returns false when the key means nothing here. */
  press(menu: Element, event: KeyboardEvent): boolean {
    const all = items(menu);
    const at = all.indexOf(document.activeElement as HTMLElement);
    const places: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
    const place = places[event.key];
    const to = place === undefined ? this.#named(all, at, event) : all.at(place === all.length ? 0 : place);
    to?.focus();
    return to !== undefined;
  }

  /** The next item that starts with the letters typed so far. */
  #named(all: readonly HTMLElement[], at: number, { key, ctrlKey, metaKey, altKey }: KeyboardEvent) {
    if (key.length !== 1 || key === ' ' || ctrlKey || metaKey || altKey) return undefined;
    const now = performance.now();
    this.#word = (now - this.#typedAt < wordMs ? this.#word : '') + key.toLowerCase();
    this.#typedAt = now;
    const found = this.#startingWith(all, at);
    if (found || this.#word.length === 1) return found;
    // No item has this word: the last letter begins another one.
    this.#word = key.toLowerCase();
    return this.#startingWith(all, at);
  }

  #startingWith(all: readonly HTMLElement[], at: number): HTMLElement | undefined {
    // A single letter leads on to the next item; more letters may still mean the same one.
    const from = this.#word.length > 1 ? at : at + 1;
    const inTurn = [...all.slice(from), ...all.slice(0, from)];
    return inTurn.find((item) => item.textContent?.trim().toLowerCase().startsWith(this.#word));
  }
}
