/** Puts the scripts of the document into it, so that everything the first view needs is asked for, or shown, at once. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { minifySync, type Plugin } from 'vite';

const minify = (file: string, code: string) => minifySync(file, code).code.trim();

export const documentScripts: Plugin = {
  name: 'document-scripts',
  transformIndexHtml: {
    order: 'post',
    /** In development there is no bundle, and `document-start.js` loads no texts. */
    handler(html, { bundle }) {
      const names = Object.keys(bundle ?? {});
      const pathsOf = (wanted: RegExp) => names.filter((name) => wanted.test(name)).map((name) => `/${name}`);
      const data = { texts: pathsOf(/^assets\/first-[a-z]{2}-/), socket: pathsOf(/^assets\/socket-/) };
      const attributes = Object.entries(data).map(([name, values]) => ` data-${name}="${values.join(' ')}"`);
      const openings: Record<string, string> = { 'document-start.js': `<script${attributes.join('')}>` };
      return html.replace(/<script src="\/(document-[a-z-]+\.js)"><\/script>/g, (_, file) => {
        const code = readFileSync(join(import.meta.dirname, file), 'utf8');
        return `${openings[file] ?? '<script>'}${bundle ? minify(file, code) : code}</script>`;
      });
    },
  },
};
