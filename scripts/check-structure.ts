/** Checks what no linter does: no two files share a name, every source file fits a screen or two and opens with a sentence. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';

const maxLines = 250;
const codeFiles = new Set(['.ts', '.tsx', '.css']);

function filesUnder(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && codeFiles.has(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('/generated/'))
    .sort();
}

function sharedNames(paths: string[]): string[] {
  const first = new Map<string, string>();
  return paths.flatMap((path) => {
    const name = basename(path, extname(path));
    const other = first.get(name);
    if (other === undefined) first.set(name, path);
    return other === undefined || extname(other) !== extname(path) ? [] : [`${path}: shares its name with ${other}`];
  });
}

function sourceFaults(path: string): string[] {
  const text = readFileSync(path, 'utf8');
  const lines = text.split('\n').length - 1;
  const faults = lines > maxLines ? [`${path}: ${lines} lines, more than ${maxLines}`] : [];
  const opening = /^(#!.*\n)?\/\*\*([\s\S]*?)\*\//.exec(text)?.[2]?.trim() ?? '';
  if (extname(path) !== '.css' && !/\p{L}.*[.!?]$/su.test(opening)) {
    faults.push(`${path}: does not open with a /** sentence */ that says what it is`);
  }
  return faults;
}

/** What the table of security points to has to be there. */
function missingPaths(document: string): string[] {
  const paths = readFileSync(document, 'utf8').match(/`(src|test|scripts|deploy|docs|prisma)\/[\w./-]+`/g) ?? [];
  return [...new Set(paths)]
    .map((path) => path.slice(1, -1))
    .filter((path) => !existsSync(path))
    .map((path) => `${document}: ${path} is not there`);
}

const sources = filesUnder('src');
const everything = [...sources, ...['test', 'bench', 'scripts'].flatMap(filesUnder)];
const faults = [...sharedNames(everything), ...sources.flatMap(sourceFaults), ...missingPaths('docs/security.md')];
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
