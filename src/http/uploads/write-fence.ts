/** Ends the bytes of a request to the store at once when the request loses its turn to write. */
import { finished, type Readable, Transform } from 'node:stream';
import type { Refusal } from '../../protocol/refusals.ts';
import type { TurnHolder } from './held-turn.ts';
import { turnLost } from './tus-refusal.ts';

export class WriteFence implements TurnHolder {
  validUntil = Number.POSITIVE_INFINITY;
  readonly bytes: Readable | null;
  readonly #body: Readable | null;
  #lost: Refusal | null = null;

  constructor(body: Readable | null) {
    this.#body = body;
    this.bytes = body && this.#fenced(body);
  }

  /** The reason why the request is refused, whatever it has done. */
  get lost(): Refusal | null {
    return this.#lost;
  }

  lose(): void {
    if (this.#lost) return;
    this.#lost = turnLost();
    // The client reads the answer once it has sent its bytes.
    this.#body?.unpipe().resume();
    this.bytes?.destroy(this.#lost);
  }

  #fenced(body: Readable): Readable {
    const bytes = new Transform({
      transform: (piece, _encoding, done) => {
        // A frozen process reads on before its timers run.
        if (performance.now() > this.validUntil) this.lose();
        done(null, this.#lost ? undefined : piece);
      },
    });
    finished(body, { writable: false }, (error) => error && bytes.destroy(error));
    // A client that is gone, or bytes that the store refuses, end the request as without the fence.
    finished(bytes, (error) => error && !this.#lost && body.destroy(error));
    return body.pipe(bytes);
  }
}
