/** The keys that the user presses in the log before the code of its keys has come. */

/** Keys wait for the code so long, in milliseconds, and at most so many: later, nobody expects what they do. */
const [waitsMs, keysMax] = [5_000, 20];

export class EarlyKeys {
  readonly #box: HTMLElement;
  /** All pressed on one element. */
  #keys: KeyboardEvent[] = [];

  constructor(box: HTMLElement) {
    this.#box = box;
    box.addEventListener('keydown', this.#hold);
  }

  readonly #hold = (event: KeyboardEvent) => {
    this.#keys = [...this.#keys.filter(({ target }) => target === event.target), event].slice(-keysMax);
  };

  /** Presses them now, unless their element has lost the focus: they were not meant for what has it now. */
  replay(): void {
    this.#box.removeEventListener('keydown', this.#hold);
    if (document.activeElement !== this.#keys[0]?.target) return;
    for (const event of this.#keys) {
      const { activeElement } = document;
      if (!activeElement || !this.#box.contains(activeElement)) return;
      if (performance.now() - event.timeStamp > waitsMs) continue;
      activeElement.dispatchEvent(new KeyboardEvent('keydown', event));
    }
  }
}
