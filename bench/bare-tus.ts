/** Runs the reference for uploads: @tus/server with its store of files, without users, checks or rows. */
import { createServer } from 'node:http';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';

const { PORT, FOLDER: directory = '' } = process.env;
const tus = new Server({ path: '/api/uploads', datastore: new FileStore({ directory }), relativeLocation: true });

const server = createServer((request, response) => {
  // The load balancer asks whether it is ready.
  if (request.url?.startsWith('/api/uploads')) void tus.handle(request, response);
  else response.end();
});
server.requestTimeout = 0;
server.listen(Number(PORT), '127.0.0.1');
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(0));
