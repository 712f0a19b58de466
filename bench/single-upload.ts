/** Uploads files by single requests of the tus protocol, as fast as they are taken. */
import { once } from 'node:events';
import { type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface UploadTask {
  port: number;
  cookie: string;
  bytes: number;
}

const piece = Buffer.alloc(64 * 1_024, 'Duologue ');
const path = '/api/uploads';

/** Creates an upload, sends its bytes in one request and deletes it again. Answers the seconds that the bytes took. */
export async function upload({ port, cookie, bytes }: UploadTask): Promise<number> {
  const target = { port, cookie };
  const filename = Buffer.from('bench.txt').toString('base64');
  const created = await call(target, 'POST', path, {
    'upload-length': bytes,
    'upload-metadata': `filename ${filename}`,
  });
  const location = created.headers.location ?? '';
  const startedAt = performance.now();
  const sent = await call(target, 'PATCH', location, patchHeaders(bytes), bytes);
  if (Number(sent.headers['upload-offset']) !== bytes) throw new Error(`Not all bytes were taken: ${sent.statusCode}`);
  const seconds = (performance.now() - startedAt) / 1_000;
  await call(target, 'DELETE', location);
  return seconds;
}

const patchHeaders = (bytes: number): OutgoingHttpHeaders => ({
  'upload-offset': 0,
  'content-type': 'application/offset+octet-stream',
  'content-length': bytes,
});

async function call(
  { port, cookie }: Pick<UploadTask, 'port' | 'cookie'>,
  method: string,
  to: string,
  headers: OutgoingHttpHeaders = {},
  bytes = 0,
): Promise<IncomingMessage> {
  const all = { cookie, 'tus-resumable': '1.0.0', ...headers };
  const sending = request({ host: '127.0.0.1', port, method, path: to, headers: all });
  const answered = once(sending, 'response') as Promise<[IncomingMessage]>;
  await pipeline(Readable.from(pieces(bytes)), sending);
  const [answer] = await answered;
  await answer.resume().toArray();
  return answer;
}

function* pieces(bytes: number): Generator<Buffer> {
  for (let left = bytes; left > 0; left -= piece.length) yield left < piece.length ? piece.subarray(0, left) : piece;
}
