/** Receives a chunk that has a checksum: nothing of it reaches the upload unless it is whole and right. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '../../protocol/refusals.ts';
import { checksumMismatch } from './tus-refusal.ts';
import type { TusParts } from './tus-server.ts';

export const checksumAlgorithms = ['sha1', 'sha256', 'md5'];

interface Checksum {
  algorithm: string;
  digest: string;
}

/** @throws Refusal `invalid_input` */
export function readChecksum(header: string): Checksum {
  const [algorithm = '', digest = '', ...more] = header.split(' ');
  if (!checksumAlgorithms.includes(algorithm) || digest === '' || more.length > 0) {
    throw new Refusal('invalid_input', `Upload-Checksum names one of ${checksumAlgorithms.join(', ')}, and Base64.`);
  }
  return { algorithm, digest };
}

/**
 * Gives the work the same bytes once they are checked.
 * @throws Refusal with status 460, or `payload_too_large`
 */
export async function withCheckedChunk<T>(
  body: Readable,
  { algorithm, digest }: Checksum,
  { withFolder, maxBytes }: { withFolder: TusParts['uploads']['withFolder']; maxBytes: number },
  work: (checked: Readable) => Promise<T>,
): Promise<T> {
  return withFolder(async (folder) => {
    const path = join(folder, 'chunk');
    const hash = createHash(algorithm);
    await pipeline(body, measured(maxBytes, hash.update.bind(hash)), createWriteStream(path, { flags: 'wx' }));
    if (!hash.digest().equals(Buffer.from(digest, 'base64'))) throw checksumMismatch();
    return work(createReadStream(path));
  });
}

function measured(maxBytes: number, see: (chunk: Buffer) => void): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > maxBytes) return done(new Refusal('payload_too_large', 'The chunk is larger than a file may be.'));
      see(chunk);
      done(null, chunk);
    },
  });
}
