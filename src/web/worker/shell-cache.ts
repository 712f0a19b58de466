/** The cache of the page's own files: one for each build, with nothing that the server says about a user. */

import { workerLanguage } from './worker-language.ts';

interface ShellFile {
  path: string;
  integrity: string;
  /** Of a file that only the page in this language needs. */
  language?: string;
}

/** Written by `scripts/build-worker.mjs`. */
declare const SHELL: { version: string; files: ShellFile[] };

const prefix = 'duologue-shell-';
export const shellName = prefix + SHELL.version;
/** Open tabs of the build before load parts of the page from its cache: the server has only the new ones. */
const shellsMax = 2;

/** English takes the place of texts that cannot be loaded. */
const languages: readonly (string | undefined)[] = [undefined, workerLanguage, 'en'];

export const shellPaths: ReadonlySet<string> = new Set(
  SHELL.files.map(({ path }) => path).filter((path) => path !== '/'),
);

/** Fails when a file is not that of this build: the node may run another one, or a network may answer in the server's name. */
export async function keepShell(): Promise<void> {
  const shell = await caches.open(shellName);
  const kept = SHELL.files.filter(({ language }) => languages.includes(language));
  const requests = kept
    .filter(({ path }) => path !== '/')
    // The name of an asset changes with its content.
    .map(
      ({ path, integrity }) =>
        new Request(path, { integrity, cache: path.startsWith('/assets/') ? 'default' : 'no-cache' }),
    );
  await Promise.all([shell.addAll(requests), keepDocument(shell)]);
}

/** In English, as the build knows it: at its own path the document differs by `Accept-Language`, and the scripts translate it. */
async function keepDocument(shell: Cache): Promise<void> {
  const { integrity = '' } = SHELL.files.find(({ path }) => path === '/') ?? {};
  const answer = await fetch('/index.html', { integrity, cache: 'no-cache' });
  if (!answer.ok) throw new Error(`The document could not be loaded: ${answer.status}.`);
  await shell.put('/', answer);
}

export async function dropOldShells(): Promise<void> {
  const others = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== shellName);
  // The browser lists them in the order in which they were made.
  const old = others.slice(0, Math.max(0, others.length - (shellsMax - 1)));
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** The document, whatever its path is; the browser may have dropped the cache. */
export async function keptDocument(request: Request): Promise<Response> {
  const shell = await caches.open(shellName);
  return (await shell.match('/', { ignoreVary: true })) ?? fetch(request);
}

/** A file of this build or of the one before. */
export async function keptFile(request: Request): Promise<Response> {
  return (await caches.match(request.url, { ignoreVary: true })) ?? fetch(request);
}
