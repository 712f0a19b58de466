/** The highest revision that had been shown by any moment, by conversation or message. */
export class RevFloors {
  readonly #raised = new Map<string, { t: number; rev: number }[]>();

  /** Called in order of time. */
  raise(key: string, rev: number, t: number): void {
    const known = this.#raised.get(key);
    if (!known) this.#raised.set(key, [{ t, rev }]);
    else if (rev > (known.at(-1)?.rev ?? 0)) known.push({ t, rev });
  }

  /** The highest revision shown before this time. */
  before(key: string, t: number): number {
    return this.#raised.get(key)?.findLast((one) => one.t < t)?.rev ?? 0;
  }
}
