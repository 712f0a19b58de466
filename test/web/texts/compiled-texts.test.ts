/** The compiler of the texts: what it refuses, and what the compiled texts say. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { compileTexts } from '../../../src/web/compile-texts.ts';

/** Compiled texts import a package, which is found from here. */
const cache = 'node_modules/.cache';

type Texts = Record<string, Record<string, (values?: object) => string>>;

describe('compiled texts', () => {
  let folder: string;

  beforeEach(() => {
    mkdirSync(cache, { recursive: true });
    folder = mkdtempSync(resolve(cache, 'texts-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Writes one group in English and in another language, and compiles both. */
  function compile(en: object, other: object, language = 'ar'): void {
    for (const [name, messages] of [
      ['en', en],
      [language, other],
    ] as const) {
      for (const part of ['first', 'later']) mkdirSync(join(folder, name, part), { recursive: true });
      writeFileSync(join(folder, name, 'first', 'list.json'), JSON.stringify(messages));
    }
    compileTexts(folder);
  }

  const six = (word: string) =>
    `{count, plural, ${['zero', 'one', 'two', 'few', 'many', 'other'].map((form) => `${form} {# ${word} ${form}}`).join(' ')}}`;
  const unread = '{count, plural, one {# message} other {# messages}}';

  it('has the form of a plural that the language asks for, and its digits', async () => {
    compile({ unread, greeting: 'Hello {name}' }, { unread: six('رسالة'), greeting: 'مرحبًا {name}' });
    const { default: texts } = (await import(pathToFileURL(join(folder, 'generated/first-ar.js')).href)) as {
      default: Texts;
    };
    const forms = [0, 1, 2, 3, 11, 100].map((count) => texts.list?.unread?.({ count }).split(' ').at(-1));
    expect(forms).to.deep.equal(['zero', 'one', 'two', 'few', 'many', 'other']);
    expect(texts.list?.greeting?.({ name: 'Ann' })).to.equal('مرحبًا Ann');
  });

  it('refuses a language that lacks a text, or has one that is unknown', () => {
    expect(() => compile({ a: 'A', b: 'B' }, { a: 'A', c: 'C' })).to.throw(
      'The texts in "ar" differ from "en": list.b is missing, list.c is unknown',
    );
  });

  it('refuses a text with other arguments', () => {
    expect(() => compile({ a: 'Hello {name}' }, { a: 'Hallo {Name}' }, 'de')).to.throw(
      'list.a has the arguments {Name: string}',
    );
  });

  it('refuses a plural without all forms of the language', () => {
    expect(() => compile({ unread }, { unread })).to.throw('ar: list.unread: the plural has no form for few, many');
    expect(() => compile({ unread }, { unread: '{count, plural, few {x} other {y}}' }, 'de')).to.throw('list.unread');
  });

  it('refuses a text that is no ICU message', () => {
    expect(() => compile({ a: 'Hello {name' }, { a: 'Hello {name' })).to.throw('en: list.a');
  });
});
