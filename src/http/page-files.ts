/** Serves the built page: one document for all page paths, and its hashed files. */
import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { pagePaths } from '../protocol/page-paths.ts';

const year = 365 * 24 * 3_600;

/** @param folder - the output of `vite build`. If it does not exist, as in tests of the API alone, nothing is served. */
export async function registerPage(app: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  await app.register(fastifyStatic, {
    root: folder,
    index: false,
    wildcard: false,
    // The build wrote a .br and a .gz beside each text file.
    preCompressed: true,
    setHeaders: (reply, path) => {
      const hashed = path.includes('/assets/');
      reply.header('cache-control', hashed ? `public, max-age=${year}, immutable` : 'no-cache');
    },
  });
  for (const page of pagePaths) {
    app.get(page, { schema: { hide: true } }, (_request, reply) => reply.sendFile('index.html'));
  }
}
