/** The engine's rules, which the engine's own tests have to hold: no server, no socket. */
import { mutationRun } from './base.mjs';

export default mutationRun('engine', ['src/engine/**/*.ts', 'src/policy/origins.ts'], ['test/engine/**/*.test.ts', 'test/policy/*.test.ts', 'test/protocol/*.test.ts']);
