/** Compiles the texts of the page: ICU messages of texts/LANGUAGE/PART/GROUP.json become functions, with their types. */
/// <reference path="./message-compiler.d.ts" />
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import MessageFormat from '@messageformat/core';
import compileModule from '@messageformat/core/compile-module.js';
import { type PluralCategory, parse, type Select, type Token } from '@messageformat/parser';
import type { Plugin } from 'vite';
import { writeIfChanged } from './write-if-changed.ts';

/** By group and key: messages, or their arguments as TypeScript ("count: number; name: string"). */
type Groups = Record<string, Record<string, string>>;

const textsFolder = join(import.meta.dirname, 'texts');
/** The language that the others are compared with. */
const original = 'en';
/** The texts that are loaded before the first view, and those that come after it. */
const parts = { first: 'FirstTexts', later: 'LaterTexts' };

export const compiledTexts: Plugin = {
  name: 'compile-texts',
  buildStart: () => compileTexts(),
  configureServer: ({ watcher }) =>
    void watcher.add(textsFolder).on('change', (path) => path.endsWith('.json') && compileTexts()),
};

/**
 * Writes a module for each part and language, and the types of all.
 * @throws Error that names each message that a language lacks, or that cannot be compiled.
 */
export function compileTexts(folder = textsFolder): void {
  const target = join(folder, 'generated');
  mkdirSync(target, { recursive: true });
  const types = Object.entries(parts).map(([part, name]) => {
    const expected = signaturesOf(readPart(folder, original, part), original);
    for (const language of languagesIn(folder)) {
      const groups = readPart(folder, language, part);
      requireSame(expected, signaturesOf(groups, language), language);
      const format = new MessageFormat(language, { strict: true });
      writeIfChanged(join(target, `${part}-${language}.js`), compileModule(format, groups));
    }
    return typesOf(name, expected);
  });
  writeIfChanged(join(target, 'shapes.ts'), types.join('\n'));
  writeCatalogues(target, languagesIn(folder));
}

/** The list of the modules, each of which is loaded alone. */
function writeCatalogues(target: string, languages: readonly string[]): void {
  const names = Object.keys(parts).flatMap((part) => languages.map((language) => `${part}-${language}`));
  const loads = names.map((name) => `  '${name}': () => import('./${name}.js'),\n`).join('');
  writeIfChanged(join(target, 'catalogues.js'), `export const catalogues = {\n${loads}};\n`);
  const type = 'Record<string, () => Promise<{ default: object }>>';
  writeIfChanged(join(target, 'catalogues.d.ts'), `export declare const catalogues: ${type};\n`);
}

function languagesIn(folder: string): string[] {
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => name).filter((name) => name !== 'generated');
}

function readPart(folder: string, language: string, part: string): Groups {
  const path = join(folder, language, part);
  const read = (name: string) => JSON.parse(readFileSync(join(path, name), 'utf8')) as Groups[string];
  return Object.fromEntries(
    readdirSync(path)
      .sort()
      .map((name) => [name.replace(/\.json$/, ''), read(name)]),
  );
}

function signaturesOf(groups: Groups, language: string): Groups {
  const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
  return mapMessages(groups, (message, name) => {
    try {
      return signatureOf(message, pluralCategories);
    } catch (error) {
      throw new Error(`${language}: ${name}: ${(error as Error).message}`);
    }
  });
}

function mapMessages(groups: Groups, change: (message: string, name: string) => string): Groups {
  const changed = (group: string, messages: Record<string, string>) =>
    Object.entries(messages).map(([key, message]) => [key, change(message, `${group}.${key}`)]);
  return Object.fromEntries(
    Object.entries(groups).map(([group, messages]) => [group, Object.fromEntries(changed(group, messages))]),
  );
}

function signatureOf(message: string, categories: PluralCategory[]): string {
  const types = new Map<string, string>();
  const visit = (token: Token) => {
    if (!('arg' in token)) return;
    const isNumber = token.type === 'plural' || (token.type === 'function' && token.key === 'number');
    if (isNumber || !types.has(token.arg)) types.set(token.arg, isNumber ? 'number' : 'string');
    if (!('cases' in token)) return;
    if (isNumber) requireCategories(token, categories);
    for (const { tokens } of token.cases) tokens.forEach(visit);
  };
  parse(message, { cardinal: categories, strict: true }).forEach(visit);
  return [...types]
    .sort()
    .map((argument) => argument.join(': '))
    .join('; ');
}

function requireCategories({ cases }: Select, categories: readonly PluralCategory[]): void {
  const missing = categories.filter((category) => !cases.some(({ key }) => key === category));
  if (missing.length > 0) throw new Error(`the plural has no form for ${missing.join(', ')}`);
}

function requireSame(expected: Groups, found: Groups, language: string): void {
  const flat = (groups: Groups) =>
    new Map(
      Object.entries(groups).flatMap(([group, all]) =>
        Object.entries(all).map(([key, signature]) => [`${group}.${key}`, signature] as const),
      ),
    );
  const [wanted, actual] = [flat(expected), flat(found)];
  const faults = [
    ...[...wanted.keys()].filter((name) => !actual.has(name)).map((name) => `${name} is missing`),
    ...[...actual].flatMap(([name, signature]) => {
      if (wanted.get(name) === signature) return [];
      return wanted.has(name) ? `${name} has the arguments {${signature}}` : `${name} is unknown`;
    }),
  ];
  if (faults.length > 0) throw new Error(`The texts in "${language}" differ from "${original}": ${faults.join(', ')}`);
}

function typesOf(name: string, signatures: Groups): string {
  const groups = Object.entries(signatures).map(([group, messages]) => {
    const lines = Object.entries(messages).map(([key, of]) => `    ${key}(${of && `values: { ${of} }`}): string;`);
    return `  ${group}: {\n${lines.join('\n')}\n  };`;
  });
  return `export interface ${name} {\n${groups.join('\n')}\n}\n`;
}
