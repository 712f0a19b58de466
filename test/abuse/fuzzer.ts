/** What every fuzzer has: where it sends to, the people it acts as, and the tally it counts in. */
import type { FuzzCast } from './fuzz-cast.ts';
import type { FuzzTally } from './fuzz-tally.ts';

export abstract class Fuzzer {
  protected readonly url: string;
  protected readonly cast: FuzzCast;
  protected readonly tally: FuzzTally;

  constructor(url: string, cast: FuzzCast, tally: FuzzTally) {
    this.url = url;
    this.cast = cast;
    this.tally = tally;
  }
}
