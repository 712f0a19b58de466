/** Builds the service worker of the built page, with the list of the files that it keeps. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';

/** The browser fetches the manifest and its icons only to install the page. The document in other languages differs for browsers without scripts. */
const notKept = /^(?:sw\.js|manifest\.webmanifest|(?:icons|languages)\/.*)$/;

/** Texts and emoji names of one language: the worker keeps those that the page shows. */
const ofLanguage = /^assets\/(?:first|later|emoji)-([a-z]{2})-.{8}\.js$/;

const hash = (content) => createHash('sha256').update(content).digest('base64');

function shellOf(folder) {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((name) => !notKept.test(name))
    .sort();
  const files = names.map((name) => ({
    path: name === 'index.html' ? '/' : `/${name}`,
    integrity: `sha256-${hash(readFileSync(join(folder, name)))}`,
    language: ofLanguage.exec(name)?.[1],
  }));
  return { version: hash(JSON.stringify(files)).replace(/\W/g, '').slice(0, 12), files };
}

/** @param {string} folder - the built page, not yet compressed. */
export async function buildWorker(folder) {
  await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    define: { SHELL: JSON.stringify(shellOf(folder)) },
    build: {
      outDir: resolve(folder),
      emptyOutDir: false,
      // A module worker is younger than other features that the page needs.
      rollupOptions: { input: 'src/web/worker/service-worker.ts', output: { format: 'iife', entryFileNames: 'sw.js' } },
    },
  });
}
