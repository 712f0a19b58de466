/** Tests the list of uploads in parts against a real store. */
import { CreateMultipartUploadCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { s3Settings } from '../../src/files/s3/s3-client.ts';
import { uploadsInParts } from '../../src/files/s3/uploads-in-parts.ts';
import { sharedS3Server } from '../support/s3-server.ts';

describe('the list of uploads in parts', () => {
  let client: S3Client | undefined;
  after(() => client?.destroy());

  it('has every upload once, also when the store lists them in several answers', async () => {
    const place = await (await sharedS3Server()).freshPlace();
    client = new S3Client(s3Settings(place));
    const ids = ['five', 'four', 'one', 'three', 'two'];
    for (const id of [...ids, 'one']) {
      const Key = `${place.prefix}uploads/${id}`;
      await client.send(new CreateMultipartUploadCommand({ Bucket: place.bucket, Key }));
    }
    const found = [];
    for await (const upload of uploadsInParts(client, place.bucket, 2)) found.push(upload);
    expect(found.map(({ id }) => id).sort()).to.deep.equal([...ids, 'one'].sort());
    expect(new Set(found.map(({ uploadId }) => uploadId))).to.have.property('size', 6);
    for (const { startedAt } of found) expect(Date.now() - (startedAt?.getTime() ?? 0)).to.be.below(60_000);
  });
});
