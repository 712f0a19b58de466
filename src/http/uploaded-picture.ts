/** Receives the body of a request as a local file of bounded size. */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { limits } from '../protocol/limits.ts';
import { Refusal } from '../protocol/refusals.ts';

export interface UploadedPicture {
  path: string;
  /** Holds the picture and whatever is made of it. */
  folder: string;
}

/** Removes the folder once the work is done. @throws Refusal `payload_too_large` */
export async function withPicture<T>(body: Readable, work: (picture: UploadedPicture) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'duologue-picture-'));
  try {
    const path = join(folder, 'upload');
    await pipeline(bounded(body), createWriteStream(path, { flags: 'wx' }));
    return await work({ path, folder });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The rest of too large a body is dropped: its connection must stay open for the answer. */
function bounded(body: Readable): Transform {
  let bytes = 0;
  const checked = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes <= limits.avatarMaxBytes) return done(null, chunk);
      body.unpipe(checked).resume();
      done(tooLarge());
    },
  });
  body.once('close', () => body.readableEnded || checked.destroy(endedEarly()));
  return body.pipe(checked);
}

const endedEarly = () => new Refusal('invalid_input', 'The request has ended early.');

const tooLarge = () =>
  new Refusal('payload_too_large', `A picture has at most ${limits.avatarMaxBytes / 1_024 / 1_024} MiB.`);
