/** Where too many log in at once, the next is refused before anybody is asked anything. */

import { expect } from 'chai';
import { createAccounts } from '../../../src/engine/identity/accounts.ts';
import type { Passwords } from '../../../src/engine/ports/password-port.ts';
import { Refusal } from '../../../src/protocol/refusals.ts';

describe('a login while too many passwords wait to be checked', () => {
  it('counts nothing and looks nothing up', async () => {
    const nothing = {} as never;
    const admit = () => {
      throw new Refusal('unavailable', 'Too many.');
    };
    const passwords = { admit } as unknown as Passwords;
    const rest = { users: nothing, credentials: nothing, throttle: nothing, sessions: nothing, fanout: nothing };
    const accounts = createAccounts({ ...rest, passwords, renamed: nothing });
    const login = accounts.authenticate({ username: 'ann', password: 'wrong' }, '127.0.0.1');
    expect(await login.catch((error: unknown) => error)).to.include({ code: 'unavailable' });
  });
});
