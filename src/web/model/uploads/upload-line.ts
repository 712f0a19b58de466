/** Runs the uploads of the page in their order, a few side by side, while there is a connection. */
import { effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { WireState } from '../wire.ts';
import type { Upload } from './upload.ts';

const sideBySide = 3;

export class UploadLine {
  readonly all = signal<readonly Upload[]>([]);
  readonly #wire: ReadonlySignal<WireState>;
  readonly #again = signal(0);
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #stop: () => void;

  constructor(wire: ReadonlySignal<WireState>) {
    this.#wire = wire;
    this.#stop = effect(() => this.#advance());
  }

  add(uploads: readonly Upload[]): void {
    this.all.value = [...this.all.peek(), ...uploads];
  }

  remove(uploads: readonly Upload[]): void {
    this.all.value = this.all.peek().filter((upload) => !uploads.includes(upload));
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#stop();
    for (const upload of this.all.peek()) upload.pause();
  }

  /** Runs again with every change of the connection, of the list, and of the state of an upload. */
  #advance(): void {
    clearTimeout(this.#timer);
    const again = this.#again.value + 1;
    const isConnected = this.#wire.value === 'connected';
    const ofKind = (kind: string) => this.all.value.filter(({ state }) => state.value.kind === kind);
    const [sending, waiting] = [ofKind('sending'), ofKind('waiting')];
    if (!isConnected) {
      for (const upload of sending) upload.pause();
      return;
    }
    const now = Date.now();
    const due = waiting.filter((upload) => upload.waitsMs(now) === 0);
    for (const upload of due.slice(0, Math.max(0, sideBySide - sending.length))) void untracked(() => upload.start());
    const later = waiting.map((upload) => upload.waitsMs(now)).filter((ms) => ms > 0);
    if (later.length > 0) this.#timer = setTimeout(() => (this.#again.value = again), Math.min(...later));
  }
}
