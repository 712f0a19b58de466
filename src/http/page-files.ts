/** Serves the built page: one document for all page paths, and its hashed files. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pagePaths } from '../protocol/page-paths.ts';
import { acceptedLanguages } from './accepted-languages.ts';

const manifest = 'manifest.webmanifest';
/** The folder of the build with the document and the manifest in each other language. */
const translated = 'languages';
const original = 'en';

const year = 365 * 24 * 3_600;

/** They govern documents and workers. A slow line would carry them with each of some sixty scripts and styles. */
const headersOfDocuments = [
  'permissions-policy',
  'origin-agent-cluster',
  'x-dns-prefetch-control',
  'x-download-options',
  'x-permitted-cross-domain-policies',
  'x-xss-protection',
];
/** In place of the one of the document, which is longer. */
const policyOfAssets = "default-src 'none'; frame-ancestors 'none'";

/** @param folder - the output of `vite build`. If it does not exist, as in tests of the API alone, nothing is served. */
export async function registerPage(app: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  await app.register(fastifyStatic, {
    root: folder,
    index: false,
    wildcard: false,
    // Served below, in the language of the reader.
    globIgnore: [manifest, `${translated}/**`],
    // The build wrote a .br and a .gz beside each text file.
    preCompressed: true,
    setHeaders: (reply, path) => {
      if (path.includes('/assets/')) describeAsset(reply);
      else reply.header('cache-control', 'no-cache');
    },
  });
  const languages = existsSync(join(folder, translated)) ? readdirSync(join(folder, translated)) : [];
  const send = (name: string) => (request: FastifyRequest, reply: FastifyReply) => {
    const wanted = acceptedLanguages(request.headers['accept-language'] ?? '');
    const language = wanted.find((one) => one === original || languages.includes(one)) ?? original;
    reply.header('vary', 'accept-language').header('content-language', language);
    return reply.sendFile(language === original ? name : `${translated}/${language}/${name}`);
  };
  for (const page of pagePaths) app.get(page, { schema: { hide: true } }, send('index.html'));
  app.get(`/${manifest}`, { schema: { hide: true } }, send(manifest));
}

function describeAsset(reply: FastifyReply): void {
  reply.header('cache-control', `public, max-age=${year}, immutable`).header('content-security-policy', policyOfAssets);
  for (const name of headersOfDocuments) reply.raw.removeHeader(name);
}
