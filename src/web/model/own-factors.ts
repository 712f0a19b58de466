/** The caller's second factors, fetched again after every change. */
import { computed, signal } from '@preact/signals';
import type { FactorAdded, Factors, TotpSetup } from '../../protocol/factor-shapes.ts';
import { SettingsLoad } from './settings-load.ts';

/** Each call fails with a `WireFailure`. */
export interface FactorsApi {
  factors(): Promise<Factors>;
  beginTotp(password: string): Promise<TotpSetup>;
  confirmTotp(code: string): Promise<FactorAdded>;
  endTotp(password: string): Promise<void>;
  addPasskey(name: string, password: string): Promise<FactorAdded>;
  removePasskey(id: string, password: string): Promise<void>;
  newCodes(password: string): Promise<FactorAdded>;
}

export class OwnFactors {
  /** Null until the server has answered. */
  readonly factors = signal<Factors | null>(null);
  /** New recovery codes. The server keeps only their hashes, so the page shows them once. */
  readonly codes = signal<readonly string[]>([]);
  readonly load = new SettingsLoad(async () => {
    this.factors.value = await this.#api.factors();
  });
  readonly guarded = computed(() => this.factors.value?.totp || (this.factors.value?.passkeys.length ?? 0) > 0);
  readonly #api: FactorsApi;
  readonly #onChange: () => void;

  /** @param onChange - called after every change, because the change has ended the caller's other sessions. */
  constructor(api: FactorsApi, onChange: () => void) {
    this.#api = api;
    this.#onChange = onChange;
  }

  refresh(): Promise<void> {
    return this.load.refresh();
  }

  beginTotp(password: string): Promise<TotpSetup> {
    return this.#api.beginTotp(password);
  }

  async confirmTotp(code: string): Promise<void> {
    await this.#added(await this.#api.confirmTotp(code));
  }

  async addPasskey(name: string, password: string): Promise<void> {
    await this.#added(await this.#api.addPasskey(name, password));
  }

  async renewCodes(password: string): Promise<void> {
    await this.#added(await this.#api.newCodes(password));
  }

  async endTotp(password: string): Promise<void> {
    await this.#api.endTotp(password);
    await this.#removed();
  }

  async removePasskey(id: string, password: string): Promise<void> {
    await this.#api.removePasskey(id, password);
    await this.#removed();
  }

  hideCodes(): void {
    this.codes.value = [];
  }

  async #added({ recoveryCodes }: FactorAdded): Promise<void> {
    if (recoveryCodes) this.codes.value = recoveryCodes;
    await this.#changed();
  }

  async #removed(): Promise<void> {
    await this.#changed();
    // The server deletes the recovery codes together with the last factor.
    if (this.factors.peek() && !this.guarded.peek()) this.codes.value = [];
  }

  #changed(): Promise<void> {
    this.#onChange();
    return this.refresh();
  }
}
