/** Keeps the unfinished bytes of uploads in a bucket, as uploads in parts. */
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3';
import { S3Store } from '@tus/s3-store';
import { ERRORS, type KvStore, type Upload } from '@tus/utils';
import type { FileBytes } from '../../engine/ports/file-bytes-port.ts';
import type { S3Place } from '../../policy/s3-address.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { exactly } from './exact-bytes.ts';
import { present } from './s3-bucket.ts';
import { s3Settings, withinTime } from './s3-client.ts';
import { fromStore, isAbsent } from './s3-faults.ts';
import { uploadsInParts } from './uploads-in-parts.ts';

/** As long as the rows of unattached uploads live, in milliseconds. */
const lifeMs = 24 * 3_600_000;

/** In bytes: the least that a part may have. It waits on the local disk until it is whole. */
const partSize = 5 * 1_024 * 1_024;

/** Parts on the local disk at the same time; further uploads wait. */
const partsMax = 256;

/** Another node may write or remove the upload, so nothing is remembered. */
const noCache: KvStore<never> = { get: async () => undefined, set: async () => {}, delete: async () => {} };

export const openS3Uploads = (place: S3Place, withFolder: FileBytes['withFolder']) => new S3Uploads(place, withFolder);

class S3Uploads extends S3Store {
  readonly #withFolder: FileBytes['withFolder'];

  constructor(place: S3Place, withFolder: FileBytes['withFolder']) {
    super({
      s3ClientConfig: { ...s3Settings(place), bucket: place.bucket },
      partSize,
      maxConcurrentPartUploads: partsMax,
      cache: noCache,
      expirationPeriodInMilliseconds: lifeMs,
      useTags: false,
    });
    // The row of an upload counts towards a quota before its first byte, so its length must be known.
    this.extensions = this.extensions.filter((extension) => extension !== 'creation-defer-length');
    this.#withFolder = withFolder;
    putUnder(this.client, `${place.prefix}uploads/`);
  }

  override create(upload: Upload): Promise<Upload> {
    return fromStore(() => super.create(upload));
  }

  override write(source: Readable, id: string, offset: number): Promise<number> {
    return fromStore(() => super.write(endOnFault(source), id, offset));
  }

  /** The library takes every fault for an upload that is not there, so its information is read before. */
  override getUpload(id: string): Promise<Upload> {
    return fromStore(async () => {
      if (!(await present(this.getMetadata(id)))) throw ERRORS.FILE_NOT_FOUND;
      return super.getUpload(id);
    });
  }

  /** Downloads the bytes of a complete upload for the work. @throws Refusal `unavailable` */
  withLocal<T>({ id, size }: Upload, work: (path: string) => Promise<T>): Promise<T> {
    return this.#withFolder(async (folder) => {
      const path = join(folder, 'upload');
      await fromStore(async () => {
        const bytes = await this.#open(id);
        await pipeline(bytes, exactly(size ?? 0), createWriteStream(path, { flags: 'wx' }));
      });
      return work(path);
    });
  }

  /** A node may have been lost after the last part, before the parts were joined. */
  async #open(id: string): Promise<Readable> {
    const open = async () => {
      const command = new GetObjectCommand({ Bucket: this.bucket, Key: id });
      return (await withinTime((options) => this.client.send(command, options))).Body as Readable;
    };
    return open().catch(async (error) => {
      if (!isAbsent(error)) throw error;
      await this.finishMultipartUpload(await this.getMetadata(id), await this.retrieveParts(id));
      return open();
    });
  }

  /** A missing upload is no error. The information comes last: without it nothing else would be found. */
  override async remove(id: string): Promise<void> {
    await fromStore(async () => {
      await this.#delete(id);
      await present(this.#abort(id));
      for (const key of [this.partKey(id, true), this.infoKey(id)]) await this.#delete(key);
    });
  }

  async #abort(id: string, uploadId?: string): Promise<void> {
    const UploadId = uploadId ?? (await this.getMetadata(id))['upload-id'];
    await this.client.send(new AbortMultipartUploadCommand({ Bucket: this.bucket, Key: id, UploadId }));
  }

  /** One by one: the request that removes many wants a checksum on which stores differ. */
  async #delete(key: string): Promise<void> {
    const command = new DeleteObjectCommand({ Bucket: this.bucket, Key: key });
    await present(withinTime((options) => this.client.send(command, options)));
  }

  /** Also those that are complete and whose examination no node has finished. */
  override deleteExpired(): Promise<number> {
    return fromStore(async () => {
      let removed = 0;
      for await (const id of this.#expiredIds()) {
        await this.remove(id);
        removed += 1;
      }
      // A node may have been lost before it stored the information.
      for await (const { id, uploadId, startedAt } of uploadsInParts(this.client, this.bucket)) {
        if (isExpired(startedAt)) await present(this.#abort(id, uploadId));
      }
      return removed;
    });
  }

  async *#expiredIds(): AsyncIterable<string> {
    let ContinuationToken: string | undefined;
    do {
      const page = await this.client.send(new ListObjectsV2Command({ Bucket: this.bucket, ContinuationToken }));
      for (const { Key = '', LastModified } of page.Contents ?? []) {
        const name = Key.split('/').at(-1) ?? '';
        if (name.endsWith(infoEnding) && isExpired(LastModified)) yield name.slice(0, -infoEnding.length);
      }
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
  }

  close(): void {
    this.client.destroy();
  }
}

const infoEnding = '.info';

const isExpired = (since: Date | undefined) => since !== undefined && Date.now() - since.getTime() > lifeMs;

/** The library knows no prefix: every request gets it. */
function putUnder(client: S3Client, prefix: string): void {
  client.middlewareStack.add(
    (next) => (call) => {
      const input = Object(call.input);
      const place = 'Key' in input ? { Key: `${prefix}${input.Key}` } : { Prefix: prefix };
      return next({ ...call, input: { ...input, ...place } });
    },
    { step: 'initialize', name: 'prefix' },
  );
}

/** The library drops what it has of a part when the connection to the client breaks off. */
function endOnFault(source: Readable): Readable {
  const received = async function* () {
    try {
      yield* source;
    } catch (error) {
      // The request lost its turn: another node may write the upload.
      if (error instanceof Refusal) throw error;
      // What has arrived is stored; the client asks how much that is.
    }
  };
  return Readable.from(received(), { objectMode: false });
}
