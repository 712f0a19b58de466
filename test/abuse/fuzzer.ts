/** Base class of the fuzzers: holds the address, the users and the tally. */

import type { FuzzTally } from './fuzz-tally.ts';
import type { FuzzUsers } from './fuzz-users.ts';

export abstract class Fuzzer {
  protected readonly url: string;
  protected readonly users: FuzzUsers;
  protected readonly tally: FuzzTally;

  constructor(url: string, cast: FuzzUsers, tally: FuzzTally) {
    this.url = url;
    this.users = cast;
    this.tally = tally;
  }
}
