/** The browser's `localStorage`, which a browser may forbid: the access throws where cookies are blocked. */

/** Returns null when the browser forbids the access, or has no room. */
export function withStorage<T>(use: (storage: Storage) => T): T | null {
  try {
    return use(window.localStorage);
  } catch {
    return null;
  }
}

export function storedKeys(prefix: string): string[] {
  return withStorage((storage) => Object.keys(storage).filter((key) => key.startsWith(prefix))) ?? [];
}
