/** Completes the head of the document, so that everything the first view needs is asked for at once. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { minifySync, type Plugin } from 'vite';

const ofFirstView = /^assets\/first-([a-z]{2})-.{8}\.js$/;

/** The parts that a browser with a kept state needs for its first view, in the order of the need. */
const ofKeptState = ['early-state', 'compose-state', 'format-text'];

const minify = (code: string) => minifySync('look.js', code).code.trim();

export const documentHead: Plugin = {
  name: 'document-head',
  transformIndexHtml: {
    order: 'post',
    /** In development there is no bundle, and `look.js` loads no texts. */
    handler(html, { bundle }) {
      const source = readFileSync(join(import.meta.dirname, 'look.js'), 'utf8');
      const names = Object.keys(bundle ?? {});
      const texts = names.flatMap((name) => {
        const language = ofFirstView.exec(name)?.[1];
        return language ? `${language}:/${name}` : [];
      });
      const kept = ofKeptState.flatMap((part) => names.filter((name) => name.startsWith(`assets/${part}-`)));
      const paths = kept.map((name) => `/${name}`);
      const look = `<script data-texts="${texts.join(' ')}" data-kept="${paths.join(' ')}">${bundle ? minify(source) : source}</script>`;
      return html.replace('<script src="/look.js"></script>', () => look);
    },
  },
};
