/** Examines an S3-compatible store: access, keys and bucket. */
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { type Diagnosis, wrong } from '../../policy/diagnosis.ts';
import type { S3Place } from '../../policy/s3-address.ts';
import { s3Settings, withinTime } from './s3-client.ts';

const remedies: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens there: start the store, or check FILES_S3_URL.',
  ENOTFOUND: 'The name of the host is unknown: check FILES_S3_URL.',
  NoSuchBucket: 'Create the bucket, or check FILES_S3_URL.',
  InvalidAccessKeyId: 'Check FILES_S3_ACCESS_KEY_ID.',
  SignatureDoesNotMatch: 'Check FILES_S3_SECRET_ACCESS_KEY, and the region in FILES_S3_URL.',
  AuthorizationHeaderMalformed: 'Check the region in FILES_S3_URL.',
  AccessDenied: 'Let these keys list the bucket, and read, write and delete its objects.',
  RequestTimeTooSkewed: 'Run a time service such as chrony on this machine.',
};

export async function diagnoseS3(place: S3Place): Promise<Diagnosis[]> {
  const client = new S3Client(s3Settings(place));
  const command = new ListObjectsV2Command({ Bucket: place.bucket, Prefix: place.prefix, MaxKeys: 1 });
  try {
    await withinTime((options) => client.send(command, options));
    return [];
  } catch (error) {
    return [unusable(place, error)];
  } finally {
    client.destroy();
  }
}

function unusable({ endpoint, bucket }: S3Place, error: unknown): Diagnosis {
  const { code, name } = Object(error);
  const reason = String(code ?? name);
  const what = `The bucket ${bucket} of the store at ${endpoint} cannot be used (${reason}).`;
  const why = 'Nobody can send or open a file; messages without files go on.';
  return wrong('files-store.unusable', what, why, remedies[reason] ?? 'Check FILES_S3_URL, and the network.');
}
