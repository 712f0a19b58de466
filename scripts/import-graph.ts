/** Follows the relative imports of test files to decide whether they need a build. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Files that start programs of `dist/`; every importer needs a build. */
const buildUsers = new Set([
  'test/support/server-process.ts',
  'test/support/cluster-processes.ts',
  'test/process/command-run.ts',
  'test/deploy/documented-commands.test.ts',
  'test/process/full-log.test.ts',
  'test/faults/integrity-check.ts',
]);

const importPattern = /(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g;

function importsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(importPattern)]
    .map(([, specifier = '']) => normalize(join(dirname(file), specifier)))
    .filter((path) => existsSync(path) && /\.tsx?$/.test(path));
}

/** Whether one of the files starts the built server or page. */
export function needsBuild(files: readonly string[]): boolean {
  const seen = new Set<string>();
  const waiting = files.map((file) => normalize(file));
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (buildUsers.has(file)) return true;
    if (seen.has(file)) continue;
    seen.add(file);
    waiting.push(...importsOf(file));
  }
  return false;
}
