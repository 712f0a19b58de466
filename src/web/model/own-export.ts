/** The export of the own conversations, asked for again and again while it is made. */
import { signal } from '@preact/signals';
import type { Export } from '../../protocol/export-shapes.ts';
import { failureText } from './failure-text.ts';
import { SettingsLoad } from './settings-load.ts';

/** Each call fails with a `WireFailure`. */
export interface ExportApi {
  ownExport(): Promise<Export | null>;
  beginExport(password: string): Promise<Export | null>;
  removeExport(): Promise<void>;
}

/** While it is made, the page asks again after this time, in milliseconds. */
const againMs = 1_000;

export class OwnExport {
  /** Undefined until the server has answered; null for none. */
  readonly current = signal<Export | null | undefined>(undefined);
  /** Why the export could not be removed. */
  readonly failure = signal('');
  readonly load = new SettingsLoad(async () => {
    this.current.value = await this.#api.ownExport();
  });
  readonly #api: ExportApi;

  constructor(api: ExportApi) {
    this.#api = api;
  }

  refresh(): Promise<void> {
    return this.load.refresh();
  }

  /** Fetches the export, and again while it is made, until the answer is called. */
  follow(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let hasEnded = false;
    const ask = async () => {
      if (this.current.peek()?.state === 'running') await this.refresh();
      if (!hasEnded) timer = setTimeout(ask, againMs);
    };
    void this.refresh().then(ask);
    return () => {
      hasEnded = true;
      clearTimeout(timer);
    };
  }

  async begin(password: string): Promise<void> {
    this.current.value = await this.#api.beginExport(password);
    this.failure.value = '';
  }

  /** @returns whether it is removed */
  async remove(): Promise<boolean> {
    try {
      await this.#api.removeExport();
    } catch (error) {
      this.failure.value = failureText(error);
      await this.refresh();
      return false;
    }
    this.current.value = null;
    this.failure.value = '';
    return true;
  }
}
