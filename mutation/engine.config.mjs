/** Mutates the engine and the origin policy; their own tests need no server and no socket. */
import { mutationRun } from './base.mjs';

export default mutationRun(
  'engine',
  ['src/engine/**/*.ts', 'src/policy/origins.ts'],
  ['test/engine/**/*.test.ts', 'test/policy/*.test.ts', 'test/protocol/*.test.ts'],
);
