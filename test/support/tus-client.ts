/** Uploads by the tus protocol: with the client library, and with single requests. */
import { createHash } from 'node:crypto';
import { Upload, type UploadOptions } from 'tus-js-client';
import { type RawAnswer, rawRequest } from '../http/in-process-node.ts';
import type { TestUser } from './client.ts';

export const octets = 'application/offset+octet-stream';

export const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** Uploads all bytes; answers the address of the upload. */
export function uploadAll(user: TestUser, bytes: Buffer, over: Partial<UploadOptions> = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const upload = new Upload(bytes, {
      endpoint: `${user.url}/api/uploads`,
      headers: { cookie: user.cookie },
      retryDelays: [100, 300, 1_000, 3_000, 3_000],
      metadata: { filename: 'notes.txt', filetype: 'text/plain' },
      onError: reject,
      onSuccess: () => resolve(upload.url ?? ''),
      ...over,
    });
    upload.start();
  });
}

/** Sends one request of the protocol, as it is. */
export function tusRequest(
  user: TestUser,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string | Buffer,
): Promise<RawAnswer> {
  const length = body === undefined ? {} : { 'content-type': octets, 'content-length': `${Buffer.byteLength(body)}` };
  const all = { cookie: user.cookie, 'tus-resumable': '1.0.0', ...length, ...headers };
  return rawRequest(user.url, path, { method, headers: all, ...(body === undefined ? {} : { body }) });
}

/** Creates an upload of this size; answers its path. */
export async function createUpload(user: TestUser, size: number, headers: Record<string, string> = {}) {
  const answer = await tusRequest(user, 'POST', '/api/uploads', { 'upload-length': `${size}`, ...headers });
  if (answer.status !== 201) throw new Error(`Not created: ${answer.status} ${answer.text}`);
  return answer.headers.location ?? '';
}
