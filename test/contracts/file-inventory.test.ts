/** The contract of the list of everything that a store of files holds. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Upload } from '@tus/utils';
import { expect } from 'chai';
import { fileKey, previewKey } from '../../src/engine/ports/file-bytes-port.ts';
import { createFolderBytes } from '../../src/files/folder-bytes.ts';
import { createFolderInventory } from '../../src/files/folder-inventory.ts';
import { createS3Bytes } from '../../src/files/s3/s3-bytes.ts';
import { createS3Inventory } from '../../src/files/s3/s3-inventory.ts';
import { openS3Uploads } from '../../src/files/s3/s3-uploads.ts';
import { openUploadFolder } from '../../src/files/upload-folder.ts';
import { newId } from '../../src/storage/database/row-ids.ts';
import { sharedS3Server } from '../support/s3-server.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';

const stores = {
  'a folder': async (folder: string) => ({
    bytes: createFolderBytes(folder),
    uploads: openUploadFolder(join(folder, 'uploads')),
    inventory: createFolderInventory(folder),
    close: () => {},
  }),
  'an S3-compatible store': async (folder: string) => {
    const place = await (await sharedS3Server()).freshPlace();
    const bytes = createS3Bytes(place, folder);
    const uploads = openS3Uploads(place, bytes.withFolder);
    const close = () => {
      bytes.close();
      uploads.close();
    };
    return { bytes, uploads, inventory: createS3Inventory(place), close };
  },
};

for (const [where, open] of Object.entries(stores)) {
  describe(`the inventory of ${where}`, () => {
    const folder = makeFolder('file-inventory');
    after(() => removeFolder(folder));

    it('lists finished and unfinished bytes, finds missing ones, and removes what it is told', async () => {
      const { bytes, uploads, inventory, close } = await open(folder);
      const [id, uploadId] = [newId(), newId()];
      const local = join(folder, 'local');
      writeFileSync(local, 'five!');
      for (const key of [fileKey(id), previewKey(id)]) await bytes.keep(key, local);
      await uploads.create(new Upload({ id: uploadId, size: 10, offset: 0 }));
      await uploads.write(Readable.from([Buffer.from('four')]), uploadId, 0);
      const entries = [];
      for await (const entry of inventory.entries()) entries.push(entry);
      expect([...new Set(entries.map((entry) => `${entry.kind} ${entry.id} ${entry.isKept}`))].sort()).to.deep.equal(
        [`files ${id} true`, `previews ${id} true`, `uploads ${uploadId} false`].sort(),
      );
      expect(entries.find(({ kind }) => kind === 'files')?.size).to.equal(5);
      const absent = fileKey(newId());
      expect(await inventory.missing([fileKey(id), absent, previewKey(id)])).to.deep.equal([absent]);
      await inventory.remove(entries.filter(({ kind }) => kind !== 'files'));
      const left = [];
      for await (const { path } of inventory.entries()) left.push(path);
      expect(left).to.deep.equal([fileKey(id)]);
      close();
    });
  });
}
