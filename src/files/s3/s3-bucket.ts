/** The objects of a bucket, by their keys below the prefix of the place. */
import {
  DeleteObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  S3Client,
} from '@aws-sdk/client-s3';
import type { StoredBytes } from '../../engine/ports/file-bytes-port.ts';
import type { S3Place } from '../../policy/s3-address.ts';
import { s3Settings, withinTime } from './s3-client.ts';
import { fromStore, isAbsent } from './s3-faults.ts';

/** Requests at the same time. */
const atOnce = 10;

/** @throws Refusal `unavailable` from every call while the store cannot be reached */
export interface S3Bucket {
  client: S3Client;
  address(key: string): { Bucket: string; Key: string };
  /** Objects whose keys begin so. */
  list(start: string): AsyncIterable<StoredBytes>;
  /** Those of the keys that have no object. */
  missing(keys: readonly string[]): Promise<string[]>;
  /** A missing object is no error. */
  remove(keys: readonly string[]): Promise<void>;
}

export function openBucket(place: S3Place): S3Bucket {
  const client = new S3Client(s3Settings(place));
  const address = (key: string) => ({ Bucket: place.bucket, Key: `${place.prefix}${key}` });
  const isThere = (key: string) =>
    present(withinTime((options) => client.send(new HeadObjectCommand(address(key)), options)));
  return {
    client,
    address,
    list: (start) => list(client, place, start),
    async missing(keys) {
      const found = await fromStore(() => inTurns(keys, isThere));
      return keys.filter((_, index) => !found[index]);
    },
    // One by one: the request that removes many wants a checksum on which stores differ.
    async remove(keys) {
      const remove = (key: string) =>
        present(withinTime((options) => client.send(new DeleteObjectCommand(address(key)), options)));
      await fromStore(() => inTurns(keys, remove));
    },
  };
}

/** Whether the call found the object. */
export function present(call: Promise<unknown>): Promise<boolean> {
  return call.then(
    () => true,
    (error) => (isAbsent(error) ? false : Promise.reject(error)),
  );
}

async function inTurns<T>(keys: readonly string[], work: (key: string) => Promise<T>): Promise<T[]> {
  const done: T[] = [];
  for (let start = 0; start < keys.length; start += atOnce) {
    const settled = await Promise.allSettled(keys.slice(start, start + atOnce).map(work));
    for (const one of settled) {
      if (one.status === 'rejected') throw one.reason;
      done.push(one.value);
    }
  }
  return done;
}

async function* list(client: S3Client, { bucket, prefix }: S3Place, start: string): AsyncIterable<StoredBytes> {
  let ContinuationToken: string | undefined;
  do {
    const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: `${prefix}${start}`, ContinuationToken });
    const page: ListObjectsV2CommandOutput = await fromStore(() =>
      withinTime((options) => client.send(command, options)),
    );
    for (const { Key = '', Size = 0, LastModified = new Date() } of page.Contents ?? []) {
      yield { key: Key.slice(prefix.length), size: Size, changedAt: LastModified };
    }
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
}
