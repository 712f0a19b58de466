/** A store of trays in memory, in the place of the browser's. */
import type { KeptTray, TakenTray, UploadStore } from '../../../src/web/model/uploads/kept-uploads.ts';

/** Outlives the page. It takes at most so many bytes. */
export class KeptTrays implements UploadStore {
  readonly trays = new Map<string, TakenTray>();
  maxBytes = Number.POSITIVE_INFINITY;
  /** Until it is released, a saving does not end. */
  gate: Promise<void> = Promise.resolve();

  /** What takings wait for. */
  takeGate: Promise<void> = Promise.resolve();
  readonly saved: KeptTray[] = [];

  async take() {
    await this.takeGate;
    return [...this.trays.values()];
  }

  async save(tray: KeptTray, bytes: ReadonlyMap<string, Blob>) {
    this.saved.push(tray);
    await this.gate;
    const kept = [...bytes].filter(([, { size }]) => size <= this.maxBytes).map(([key]) => key);
    if (bytes.size === 0) this.trays.delete(tray.peer);
    else this.trays.set(tray.peer, structuredCloneOf(tray, bytes));
    return new Set(kept);
  }
}

const structuredCloneOf = (tray: KeptTray, bytes: ReadonlyMap<string, Blob>): TakenTray => ({
  ...(JSON.parse(JSON.stringify(tray)) as KeptTray),
  bytes: new Map(bytes),
});
