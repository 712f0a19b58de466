/** Builds the page into `dist/web`, and serves it for `npm run dev` with a proxy to the node. */
import { defineConfig } from 'vite';
import { compiledEmojiNames } from './compile-emoji-names.ts';
import { compiledTexts } from './compile-texts.ts';
import { documentLanguages } from './document-languages.ts';
import { documentScripts } from './document-scripts.ts';
import { earlyFunctions } from './early-functions.ts';
import { leanPackages } from './lean-packages.ts';
import { trimEmojiData } from './trim-emoji-data.ts';

const { PORT: nodePort = '3000', PAGE_PORT: pagePort = '5173' } = process.env;

// The node compares `Origin` with `Host`, so the proxy passes the browser's `Host` on.
const node = { target: `http://127.0.0.1:${nodePort}`, changeOrigin: false };

const shared =
  /node_modules\/(preact|@preact)\/|preload-helper|(make-plural|@messageformat\/runtime)\/|src\/protocol\/limits\.ts|src\/web\/(texts\/(texts|languages)|model\/(wire-failure|room-names|refresher)|net\/shape|view\/kit\/(rest|locale))\.ts/;

/** The log-in and registration, in one file: on a slow line, each further one would be found late. */
const entry =
  /src\/(protocol\/display-names|web\/(view\/entry|view\/kit\/(field-rules|form-faults|passkeys-work|use-registration|password-field|field|text-field|submission)|model\/(failure-text|registration-access|(login|registration|second-factor)-form)))[/.]/;

/** The styles that come after those of the first view, in one file: each file makes the browser style the page again. */
const laterStyle = /\/(?!app\.css)[\w-]+\.css$/;

export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [
    compiledTexts,
    compiledEmojiNames,
    trimEmojiData,
    leanPackages,
    documentScripts,
    documentLanguages,
    earlyFunctions,
  ],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    sourcemap: false,
    // 0.9 kB less for the first load, as gzip, than the minifier of vite; statements compress better than sequences.
    minify: 'terser',
    terserOptions: { module: true, ecma: 2020, compress: { passes: 3, sequences: false } },
    // Older ones show times on the right of texts from right to left.
    cssTarget: ['chrome120', 'edge120', 'firefox114', 'safari16.4', 'ios16.4'],
    // The content security policy allows no data: URLs.
    assetsInlineLimit: 0,
    // The scripts of later views come soon after the first one; only their stylesheets must be there before them.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_file, files, { hostType }) =>
        hostType === 'html' ? files : files.filter((file) => file.endsWith('.css')),
    },
    // Views that are loaded later would otherwise split them into files that compress less.
    rolldownOptions: {
      output: {
        // The script of the page names some eighty files: as hex, a hash of 8 characters takes 4 bytes of it instead of 6.
        hashCharacters: 'hex',
        codeSplitting: {
          groups: [
            { name: 'shared', test: shared },
            { name: 'entry', test: entry, includeDependenciesRecursively: false },
            { name: 'later-style', test: laterStyle },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    port: Number(pagePort),
    strictPort: true,
    proxy: { '/api': node, '/socket.io': { ...node, ws: true } },
  },
});
