/** Keeps one instance per process of a value that a module would otherwise create at every load. */

/** Mocha loads a file with a top-level await in another way, and then loads all its imports a second time. */
export function oncePerProcess<T>(name: string, make: () => T): T {
  const key = Symbol.for(`duologue.test.${name}`);
  if (Reflect.get(globalThis, key) === undefined) Reflect.set(globalThis, key, make());
  return Reflect.get(globalThis, key);
}
