/** Mutates the session and origin checks of the transports and the session store. */
import { mutationRun } from './base.mjs';

export default mutationRun(
  'sessions',
  [
    'src/http/session-cookies.ts',
    'src/http/guards.ts',
    'src/http/client-address.ts',
    'src/realtime/handshake.ts',
    'src/storage/identity/session-store.ts',
  ],
  [
    'test/contracts/session-store.test.ts',
    'test/contracts/session-statements.test.ts',
    'test/http/client-address.test.ts',
    'test/http/cookie-rules.test.ts',
    'test/http/guard-rules.test.ts',
    'test/http/limit-lines.test.ts',
    'test/realtime/handshake-refusals.test.ts',
  ],
);
