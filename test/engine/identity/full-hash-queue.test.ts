/** A login while the queue of password hashes is full: it is refused before any query. */

import { expect } from 'chai';
import { createEngine } from '../../../src/engine/engine.ts';
import { Refusal } from '../../../src/protocol/refusals.ts';
import { codeOf } from '../../contracts/fixtures.ts';
import { useEngine } from '../engine-bench.ts';

describe('a login while too many passwords wait to be checked', () => {
  const bench = useEngine();

  it('counts no failure and looks nothing up', async () => {
    const { parts } = bench();
    const { username } = await bench().join();
    const queries: string[] = [];
    const count = <T extends object>(part: T): T =>
      new Proxy(part, {
        get(target, name, receiver) {
          queries.push(String(name));
          return Reflect.get(target, name, receiver);
        },
      });
    const admit = () => {
      throw new Refusal('unavailable', 'Too many.');
    };
    const { accounts } = createEngine({
      ...parts,
      users: count(parts.users),
      credentials: count(parts.credentials),
      failures: count(parts.failures),
      passwords: { ...parts.passwords, admit },
    });
    queries.length = 0; // Reads of the parts while the engine is created are no queries.
    expect(await codeOf(accounts.authenticate({ username, password: 'wrong' }, { address: '127.0.0.1' }))).to.equal(
      'unavailable',
    );
    expect(queries).to.deep.equal([]);
  });
});
