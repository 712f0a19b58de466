/** What is there once in the process: Mocha loads a file with a top-level await in another way, and all it imports a second time. */
export function oncePerProcess<T>(name: string, make: () => T): T {
  const kept = globalThis as unknown as Record<symbol, T | undefined>;
  const key = Symbol.for(`duologue.test.${name}`);
  kept[key] ??= make();
  return kept[key];
}
