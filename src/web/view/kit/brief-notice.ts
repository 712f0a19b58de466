/** A text that shows for a short time, such as the reason why a command failed. */
import { type ReadonlySignal, signal } from '@preact/signals';

const shownForMs = 4_000;

export class BriefNotice {
  readonly #text = signal('');
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Empty while there is none. */
  readonly text: ReadonlySignal<string> = this.#text;

  readonly tell = (text: string): void => {
    clearTimeout(this.#timer);
    this.#text.value = text;
    this.#timer = setTimeout(() => (this.#text.value = ''), shownForMs);
  };
}
