/** Writes a generated file, and leaves it alone when it is right already, so that nothing is built or loaded again for it. */
import { readFileSync, writeFileSync } from 'node:fs';

export function writeIfChanged(path: string, content: string): void {
  try {
    if (readFileSync(path, 'utf8') === content) return;
  } catch {
    // It does not exist yet.
  }
  writeFileSync(path, content);
}
