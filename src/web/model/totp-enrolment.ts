/** Sets up an authenticator app: the password gives a secret, then a first code turns the app on. */
import { signal } from '@preact/signals';
import type { TotpSetup } from '../../protocol/factor-shapes.ts';
import type { OwnFactors } from './own-factors.ts';

export class TotpEnrolment {
  /** Null until the server has accepted the password. */
  readonly secret = signal<TotpSetup | null>(null);
  readonly code = signal('');
  readonly #factors: OwnFactors;

  constructor(factors: OwnFactors) {
    this.#factors = factors;
  }

  async begin(password: string): Promise<void> {
    this.secret.value = await this.#factors.beginTotp(password);
  }

  confirm(): Promise<void> {
    return this.#factors.confirmTotp(this.code.peek());
  }
}
