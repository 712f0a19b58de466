/** The weight of the page: what a browser loads before it shows a conversation. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';

const folder = join(import.meta.dirname, '../../../dist/web');
/** In bytes, as gzip. A line of 150 kB/s carries it in 0.4 s. */
const scriptsMax = 60_000;

describe('page: the weight of its first load', () => {
  it('is below its limit: the script of the document, and those that it imports at once', () => {
    const scripts = [...readFileSync(join(folder, 'index.html'), 'utf8').matchAll(/(?:src|href)="([^"]+\.js)"/g)];
    expect(scripts).to.not.be.empty;
    const bytes = scripts.map(([, path]) => gzipSync(readFileSync(join(folder, `${path}`))).length);
    expect(bytes.reduce((sum, one) => sum + one)).to.be.below(scriptsMax);
  });
});
