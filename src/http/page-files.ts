/** Serves the built page: `/`, `/login`, `/register` and `/settings` are one document, the rest are its hashed files. */
import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const pages = ['/', '/login', '/register', '/settings'];
const year = 365 * 24 * 3_600;

/** @param folder - where `vite build` put the page; nothing is served where there is none, as in tests of the API alone. */
export async function registerPage(app: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  await app.register(fastifyStatic, {
    root: folder,
    index: false,
    wildcard: false,
    setHeaders: (reply, path) => {
      const hashed = path.includes('/assets/');
      reply.header('cache-control', hashed ? `public, max-age=${year}, immutable` : 'no-cache');
    },
  });
  for (const page of pages) {
    app.get(page, { schema: { hide: true } }, (_request, reply) => reply.sendFile('index.html'));
  }
}
