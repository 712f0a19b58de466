/** Lists everything that the bucket of files holds, and removes what is asked. */
import type { FolderEntry, FolderInventory } from '../../engine/ports/file-inventory-port.ts';
import type { S3Place } from '../../policy/s3-address.ts';
import { openBucket } from './s3-bucket.ts';

const keptForm = /^(files|previews|avatars|exports)\/([\w-]{16})$/;
/** `ID`, `ID.info` with what the upload is, or `ID.part` with bytes that are too few for a part. */
const uploadForm = /^(uploads)\/([\w-]{16})(?:\.info|\.part)?$/;

const kinds = ['files', 'previews', 'avatars', 'exports', 'uploads'] as const;

export function createS3Inventory(place: S3Place): FolderInventory {
  const bucket = openBucket(place);
  return {
    async *entries() {
      for (const kind of kinds) {
        for await (const { key, size, changedAt } of bucket.list(`${kind}/`)) {
          const [, , id] = (kind === 'uploads' ? uploadForm : keptForm).exec(key) ?? [];
          if (id !== undefined) yield { path: key, kind, id, isKept: kind !== 'uploads', size, changedAt };
        }
      }
    },
    missing: bucket.missing,
    remove: (entries: readonly FolderEntry[]) => bucket.remove(entries.map(({ path }) => path)),
  };
}
