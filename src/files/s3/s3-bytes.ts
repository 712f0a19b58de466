/** Keeps the bytes of files in a bucket of an S3-compatible store. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { GetObjectCommand, HeadBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { ByteRange, FileBytes, FileKey, StoredBytes } from '../../engine/ports/file-bytes-port.ts';
import type { S3Place } from '../../policy/s3-address.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { isFileKey, keyKinds, requireFileKey } from '../byte-keys.ts';
import { reachable } from '../file-system-faults.ts';
import { makeOnce } from '../reachable-folder.ts';
import { withWorkFolder } from '../work-folders.ts';
import { openBucket, type S3Bucket } from './s3-bucket.ts';
import { withinTime } from './s3-client.ts';
import { fromStore, isAbsent } from './s3-faults.ts';

/** In milliseconds, and in bytes a millisecond: the least that a store must take. */
const keeping = { atLeastMs: 20_000, bytesPerMs: 1_000 };

/** @param workFolder - for local files that are being examined. */
export function createS3Bytes(place: S3Place, workFolder: string): FileBytes & { close(): void } {
  const bucket = openBucket(place);
  const made = makeOnce([workFolder]);
  const check = new HeadBucketCommand({ Bucket: place.bucket });
  return {
    read: (key, range) => fromStore(() => openToRead(bucket, requireFileKey(key), range)),
    keep: (key, path) => fromStore(() => keep(bucket, requireFileKey(key), path)),
    remove: (keys) => bucket.remove(keys.map(requireFileKey)),
    withFolder: async (work) => {
      await reachable(made);
      return withWorkFolder(workFolder, work);
    },
    list: () => list(bucket),
    check: () => fromStore(() => withinTime(async (options) => void (await bucket.client.send(check, options)))),
    close: () => bucket.client.destroy(),
  };
}

/** Destroying the stream ends the request. */
async function openToRead({ client, address }: S3Bucket, key: FileKey, range?: ByteRange): Promise<Readable> {
  const part = range ? { Range: `bytes=${range.first}-${range.last}` } : {};
  const command = new GetObjectCommand({ ...address(key), ...part });
  const { Body } = await withinTime((options) => client.send(command, options)).catch((error) => {
    throw isAbsent(error) ? new Refusal('not_found', 'There is no such file.') : error;
  });
  return Body as Readable;
}

/** The store takes an object whole or not at all. */
async function keep({ client, address }: S3Bucket, key: FileKey, path: string): Promise<void> {
  const { size } = await stat(path);
  const body = createReadStream(path);
  const aborting = new AbortController();
  body.once('error', () => aborting.abort());
  const requestTimeout = keeping.atLeastMs + size / keeping.bytesPerMs;
  try {
    const command = new PutObjectCommand({ ...address(key), Body: body, ContentLength: size });
    await client.send(command, { abortSignal: aborting.signal, requestTimeout });
  } finally {
    body.destroy();
  }
}

async function* list(bucket: S3Bucket): AsyncIterable<StoredBytes> {
  for (const kind of keyKinds) {
    for await (const found of bucket.list(`${kind}/`)) if (isFileKey(found.key)) yield found;
  }
}
