/** Reads ZIP archives back. */
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';

const open = promisify<Buffer, object, ZipFile>(fromBuffer);

/** The bytes of each entry by its path. The library refuses paths that lead out of the folder, and wrong sizes and sums. */
export async function readArchive(bytes: Buffer): Promise<Map<string, Buffer>> {
  const zip = await open(bytes, { lazyEntries: true, strictFileNames: true, validateEntrySizes: true });
  const read = promisify<Entry, Readable>(zip.openReadStream.bind(zip));
  const found = new Map<string, Buffer>();
  return new Promise((resolve, reject) => {
    zip.once('error', reject);
    zip.once('end', () => resolve(found));
    zip.on('entry', async (entry: Entry) => {
      try {
        found.set(entry.fileName, Buffer.concat(await (await read(entry)).toArray()));
        zip.readEntry();
      } catch (error) {
        reject(error);
      }
    });
    zip.readEntry();
  });
}
