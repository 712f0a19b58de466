/** Writes the document and the manifest of the page in every language: what a browser shows of them before, or without, the scripts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { directionOf, type Language, languages } from './texts/languages.ts';

const original = 'en';

interface DocumentTexts {
  readonly document: Readonly<Record<'description' | 'appDescription' | 'needsScript', string>>;
  readonly sidebar: Readonly<Record<'settings', string>>;
}

const read = (path: string) => JSON.parse(readFileSync(join(import.meta.dirname, path), 'utf8'));

const textsIn = (language: Language): DocumentTexts => ({
  document: read(`texts/${language}/document.json`),
  sidebar: read(`texts/${language}/first/sidebar.json`),
});

/** @throws Error when the document does not have each English text once, or a language lacks one. */
function documentIn(language: Language, source: string): string {
  const [{ document: english }, texts] = [textsIn(original), textsIn(language)];
  const pairs = [
    [`<html lang="${original}">`, `<html lang="${language}" dir="${directionOf(language)}">`],
    [english.description, texts.document.description],
    [english.needsScript, texts.document.needsScript],
  ];
  return pairs.reduce((html, [before = '', after]) => {
    const parts = html.split(before);
    if (parts.length !== 2 || !after) throw new Error(`${language}: the document cannot say "${before}".`);
    return parts.join(after);
  }, source);
}

function manifestIn(language: Language): string {
  const texts = textsIn(language);
  const manifest = read('public/manifest.webmanifest');
  const words = {
    lang: language,
    dir: directionOf(language),
    description: texts.document.appDescription,
    shortcuts: [{ ...manifest.shortcuts[0], name: texts.sidebar.settings }],
  };
  return JSON.stringify({ ...manifest, ...words });
}

export const documentLanguages: Plugin = {
  name: 'document-languages',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      const document = bundle['index.html'];
      if (document?.type !== 'asset') return this.error('The document is built before its other languages.');
      for (const language of languages.filter((one) => one !== original)) {
        const folder = `languages/${language}`;
        const source = documentIn(language, String(document.source));
        this.emitFile({ type: 'asset', fileName: `${folder}/index.html`, source });
        this.emitFile({ type: 'asset', fileName: `${folder}/manifest.webmanifest`, source: manifestIn(language) });
      }
    },
  },
};
