/** Completes the head of the document, so that everything the first view needs is asked for at once. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { minifySync, type Plugin } from 'vite';

const minify = (code: string) => minifySync('document-start.js', code).code.trim();

export const documentHead: Plugin = {
  name: 'document-head',
  transformIndexHtml: {
    order: 'post',
    /** In development there is no bundle, and `document-start.js` loads no texts. */
    handler(html, { bundle }) {
      const source = readFileSync(join(import.meta.dirname, 'document-start.js'), 'utf8');
      const names = Object.keys(bundle ?? {});
      const pathsOf = (wanted: RegExp) => names.filter((name) => wanted.test(name)).map((name) => `/${name}`);
      const data = { texts: pathsOf(/^assets\/first-[a-z]{2}-/), socket: pathsOf(/^assets\/socket-/) };
      const attributes = Object.entries(data).map(([name, values]) => ` data-${name}="${values.join(' ')}"`);
      const start = `<script${attributes.join('')}>${bundle ? minify(source) : source}</script>`;
      return html.replace('<script src="/document-start.js"></script>', () => start);
    },
  },
};
