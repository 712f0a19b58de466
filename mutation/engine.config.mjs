/** The engine's rules, which the engine's own tests have to hold: no server, no socket. */
import { mutationRun } from './base.mjs';

export default mutationRun('engine', ['src/chat/*.ts', 'src/protocol/origins.ts'], ['test/chat/*.test.ts']);
