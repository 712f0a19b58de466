/** Checks the structure of the sources: unique file names, headers, lengths of files and functions, and forced casts. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { forcedCasts } from './forced-casts.ts';
import { functionLengths } from './function-lengths.ts';

const maxFileLines = 250;
const maxFunctionLines = 40;
const codeFiles = new Set(['.ts', '.tsx', '.css']);

interface Source {
  path: string;
  text: string;
  lines: number;
}

function filesUnder(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && codeFiles.has(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('/generated/'))
    .sort();
}

function readSource(path: string): Source {
  const text = readFileSync(path, 'utf8');
  return { path, text, lines: text.split('\n').length - 1 };
}

function sharedNames(paths: readonly string[]): string[] {
  const first = new Map<string, string>();
  return paths.flatMap((path) => {
    const name = basename(path, extname(path));
    const other = first.get(name);
    if (other === undefined) first.set(name, path);
    return other === undefined || extname(other) !== extname(path) ? [] : [`${path}: shares its name with ${other}`];
  });
}

function fileFaults({ path, text, lines }: Source): string[] {
  const faults = lines > maxFileLines ? [`${path}: ${lines} lines, more than ${maxFileLines}`] : [];
  const header = /^(#!.*\n)?\/\*\*([\s\S]*?)\*\//.exec(text)?.[2]?.trim() ?? '';
  if (extname(path) !== '.css' && !/\p{L}.*[.!?]$/su.test(header)) {
    faults.push(`${path}: does not start with a /** sentence */ that names its content`);
  }
  return faults;
}

function functionFaults({ path, text }: Source): string[] {
  return functionLengths(path, text)
    .filter(({ lines }) => lines > maxFunctionLines)
    .map(({ line, lines }) => `${path}:${line}: a function of ${lines} lines, more than ${maxFunctionLines}`);
}

function castFaults({ path, text }: Source): string[] {
  if (basename(path).endsWith('-internals.ts')) return [];
  return forcedCasts(path, text).map((line) => `${path}:${line}: a forced cast outside of a file *-internals.ts`);
}

/** Returns the paths that a document names in backticks and that do not exist. */
function missingPaths(document: string): string[] {
  const paths = readFileSync(document, 'utf8').match(/`(src|test|scripts|deploy|docs|prisma)\/[\w./-]+`/g) ?? [];
  return [...new Set(paths)]
    .map((path) => path.slice(1, -1))
    .filter((path) => !existsSync(path))
    .map((path) => `${document}: ${path} does not exist`);
}

function figures(code: readonly Source[]): string {
  const sizes = code.map(({ lines }) => lines).sort((a, b) => a - b);
  const at = (share: number) => sizes[Math.min(sizes.length - 1, Math.floor(sizes.length * share))];
  const longest = Math.max(...code.flatMap(({ path, text }) => functionLengths(path, text)).map(({ lines }) => lines));
  return `src: ${sizes.length} files; lines median ${at(0.5)}, p90 ${at(0.9)}, max ${sizes.at(-1)}; function max ${longest}.`;
}

const sources = filesUnder('src').map(readSource);
const code = sources.filter(({ path }) => extname(path) !== '.css');
const others = ['test', 'bench', 'scripts'].flatMap(filesUnder);
const faults = [
  ...sharedNames([...sources.map(({ path }) => path), ...others]),
  ...sources.flatMap(fileFaults),
  ...code.flatMap(functionFaults),
  ...code.flatMap(castFaults),
  ...missingPaths('docs/security.md'),
];
for (const fault of faults) console.error(fault);
console.log(figures(code));
process.exitCode = faults.length > 0 ? 1 : 0;
