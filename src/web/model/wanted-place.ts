/** The address that was asked for before a log-in, and that the log-in leads to. */
export interface Wanted {
  readonly address: string;
  /** The user whose session ended there; null when nobody was signed in. */
  readonly of: string | null;
}

export class WantedPlace {
  #wanted: Wanted | null;

  /** @param state - of the history entry: it survives a reload of the log-in page. */
  constructor(state: unknown) {
    this.#wanted = isWanted(state) ? state : null;
  }

  get current(): Wanted | null {
    return this.#wanted;
  }

  keep(wanted: Wanted | null): void {
    this.#wanted = wanted;
  }

  /** Another user does not get to the place of the one before. */
  take(username: string): string {
    const wanted = this.#wanted;
    this.#wanted = null;
    return wanted && (wanted.of === null || wanted.of === username) ? wanted.address : '/';
  }
}

/** An address of another site is none of ours. */
function isWanted(state: unknown): state is Wanted {
  const { address, of } = (state ?? {}) as Partial<Wanted>;
  return typeof address === 'string' && /^\/(?!\/)/.test(address) && (of === null || typeof of === 'string');
}
