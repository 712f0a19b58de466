/** The weight of the page: what a browser loads before it shows a conversation. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';

const folder = join(import.meta.dirname, '../../../dist/web');
/** In bytes. A line of 150 kB/s carries it in 0.4 s. */
const max = 60_000;

/** The files of the document that match, each once. */
function filesOf(pattern: RegExp): string[] {
  const document = readFileSync(join(folder, 'index.html'), 'utf8');
  return [...new Set([...document.matchAll(pattern)].map(([, path]) => `${path}`))];
}

const sum = (paths: readonly string[], compress: (content: Buffer) => Buffer) =>
  paths.reduce((bytes, path) => bytes + compress(readFileSync(join(folder, path))).length, 0);

describe('page: the weight of its first load', () => {
  const scripts = () => filesOf(/(?:src|href)="([^"]+\.js)"/g);

  it('is below its limit: the script of the document, and those that it imports at once', () => {
    expect(scripts()).to.not.be.empty;
    // As the build compresses them.
    expect(sum(scripts(), (content) => gzipSync(content, { level: 9 }))).to.be.below(max);
  });

  it('is complete: its scripts import no other file before they run', () => {
    const imported = scripts().flatMap((path) =>
      [...readFileSync(join(folder, path), 'utf8').matchAll(/(?:from|import)"\.\/([^"]+)"/g)].map(
        ([, name]) => `/assets/${name}`,
      ),
    );
    expect(imported).to.not.be.empty;
    expect(imported.filter((path) => !scripts().includes(path))).to.deep.equal([]);
  });

  it('is below its limit as brotli with the document, its style and the texts of the first view, in every language', () => {
    const texts = readdirSync(join(folder, 'assets')).filter((name) => /^first-[a-z]{2}-.*\.js$/.test(name));
    expect(texts).to.have.length(7);
    const shared = new Set(['index.html', ...filesOf(/href="([^"]+\.css)"/g), ...scripts()]);
    for (const name of texts) {
      expect(sum([...shared, `assets/${name}`], brotliCompressSync), name).to.be.below(max);
    }
  });
});
