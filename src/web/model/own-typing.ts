/** Sends `typing` at most every 2 s while the user types, and `doneTyping` once when the user stops. */
import type { Wire } from './wire.ts';

const everyMs = 2_000;

export class OwnTyping {
  readonly #wire: Wire;
  #to: string | null = null;
  #saidAt = 0;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  typed(to: string): void {
    if (this.#to !== to) this.done();
    if (this.#to === to && Date.now() - this.#saidAt < everyMs) return;
    this.#to = to;
    this.#saidAt = Date.now();
    this.#wire.notify('typing', { to });
  }

  done(): void {
    if (this.#to !== null) this.#wire.notify('doneTyping', { to: this.#to });
    this.#to = null;
  }
}
