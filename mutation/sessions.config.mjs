/** Sessions and origins at the doors and in the rows: what lets a request in. */
import { mutationRun } from './base.mjs';

export default mutationRun(
  'sessions',
  [
    'src/http/session-cookies.ts',
    'src/http/guards.ts',
    'src/http/client-address.ts',
    'src/realtime/handshake.ts',
    'src/storage/session-store.ts',
  ],
  [
    'test/contracts/session-store.test.ts',
    'test/http/client-address.test.ts',
    'test/http/session-cookie.test.ts',
    'test/http/logging-out.test.ts',
    'test/http/own-sessions.test.ts',
    'test/http/own-requests.test.ts',
    'test/http/password-change.test.ts',
    'test/http/rate-limits.test.ts',
    'test/http/limit-lines.test.ts',
    'test/http/answer-headers.test.ts',
    'test/realtime/socket-handshake.test.ts',
    'test/realtime/floods.test.ts',
    'test/abuse/cross-site.test.ts',
  ],
);
