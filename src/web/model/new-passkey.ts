/** The form that adds a passkey under a name. */
import { type Signal, signal } from '@preact/signals';
import { texts } from '../texts/texts.ts';
import type { OwnFactors } from './own-factors.ts';

export class NewPasskey {
  readonly name: Signal<string>;
  readonly #factors: OwnFactors;

  /** @param suggestedName - the name that the form starts with. */
  constructor(factors: OwnFactors, suggestedName: string) {
    this.#factors = factors;
    this.name = signal(suggestedName);
  }

  /** Returns the name under which the passkey was added. */
  async add(password: string): Promise<string> {
    const name = this.name.peek().trim() || texts.factors.unnamedPasskey();
    await this.#factors.addPasskey(name, password);
    return name;
  }
}
