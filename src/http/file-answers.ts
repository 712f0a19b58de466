/** Answers requests for the bytes of files: caching, ranges, and headers under which hostile bytes run nothing. */
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ByteRange } from '../engine/ports/file-bytes-port.ts';
import { byteRange } from './byte-ranges.ts';
import { contentDisposition } from './file-names.ts';

export interface FileAnswer {
  /** Another one for other bytes. */
  tag: string;
  name: string;
  type: string;
  isShown: boolean;
  /** Null where it is not known: then no range is served. */
  size: number | null;
  read(range?: ByteRange): Promise<Readable>;
}

const yearSeconds = 365 * 24 * 3_600;
const forEver = `private, immutable, max-age=${yearSeconds}`;

/** @param caching - the header Cache-Control of an answer with bytes. */
export async function answerFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: FileAnswer,
  caching = forEver,
): Promise<FastifyReply> {
  const { headers, method } = request;
  const etag = `"${encodeURIComponent(file.tag)}"`;
  if (isKnown(headers['if-none-match'], etag)) {
    addHeaders(reply, file, etag, caching);
    return reply.code(304).send();
  }
  const { size } = file;
  const isSameFile = headers['if-range'] === undefined || headers['if-range'] === etag;
  const range = size !== null && isSameFile ? byteRange(headers.range, size) : null;
  if (range === 'none') return refuseRange(reply, file, etag);
  // Also for HEAD the bytes are asked for: it fails where GET fails. A refusal has none of the headers below.
  const bytes = await file.read(range ?? undefined);
  addHeaders(reply, file, etag, caching);
  reply.type(file.type);
  if (size !== null) reply.header('content-length', range ? range.last - range.first + 1 : size);
  if (range) reply.code(206).header('content-range', `bytes ${range.first}-${range.last}/${size}`);
  if (method !== 'HEAD') return reply.send(bytes);
  bytes.destroy();
  return reply.send(Readable.from([]));
}

/** The sandbox is a second wall: a browser that shows the file as a document gives it no scripts and an origin of its own. */
function addHeaders(reply: FastifyReply, { size, name, isShown }: FileAnswer, etag: string, caching: string): void {
  reply.headers({
    etag,
    'cache-control': caching,
    'content-disposition': contentDisposition(name, isShown),
    'content-security-policy': "sandbox; default-src 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'accept-ranges': size === null ? 'none' : 'bytes',
  });
}

const isKnown = (header: string | undefined, etag: string): boolean =>
  (header ?? '').split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag);

/** No code of the contract has this status. The code says that the request is at fault. */
function refuseRange(reply: FastifyReply, file: FileAnswer, etag: string): FastifyReply {
  addHeaders(reply, file, etag, 'no-store');
  const message = 'The range begins behind the end of the file.';
  reply.removeHeader('etag').header('content-disposition', 'inline');
  return reply
    .code(416)
    .header('content-range', `bytes */${file.size}`)
    .send({ error: { code: 'invalid_input', message } });
}
