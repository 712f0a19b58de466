/** Lists the uploads in parts that nothing has completed or aborted. */
import { ListMultipartUploadsCommand, type ListMultipartUploadsCommandOutput, type S3Client } from '@aws-sdk/client-s3';

export interface UploadInParts {
  /** The last part of its key. */
  id: string;
  uploadId: string;
  startedAt: Date | undefined;
}

/** @param atOnce - how many the store lists in one answer, at most 1,000. */
export async function* uploadsInParts(client: S3Client, bucket: string, atOnce = 1_000): AsyncIterable<UploadInParts> {
  let from: Pick<ListMultipartUploadsCommandOutput, 'NextKeyMarker' | 'NextUploadIdMarker'> | null = {};
  while (from) {
    const markers = { KeyMarker: from.NextKeyMarker, UploadIdMarker: from.NextUploadIdMarker };
    const command = new ListMultipartUploadsCommand({ Bucket: bucket, MaxUploads: atOnce, ...markers });
    const page: ListMultipartUploadsCommandOutput = await client.send(command);
    for (const { Key = '', UploadId = '', Initiated } of page.Uploads ?? []) {
      yield { id: Key.split('/').at(-1) ?? '', uploadId: UploadId, startedAt: Initiated };
    }
    from = page.IsTruncated && page.NextKeyMarker ? page : null;
  }
}
