/** Compares the rows of files with the bytes in their folder, and removes bytes that no row needs. */
import type { FileKey } from '../ports/file-bytes-port.ts';
import type { Amount, FileRows, FileUsage, FolderEntry, FolderInventory } from '../ports/file-inventory-port.ts';

/** Younger bytes may belong to work under way. In milliseconds. */
export const orphanAgeMs = 24 * 3_600_000;

/** Entries whose rows are looked up together. */
const atOnce = 500;

/** Names in a report. */
const namedMax = 20;

/** Users in a report. */
const usersMax = 20;

export interface FileReport extends FileUsage {
  avatars: Amount;
  exports: Amount;
  /** Bytes that no row needs, older than `orphanAgeMs`; `names` are the first ones. */
  orphans: Amount & { names: readonly string[] };
  /** Rows of finished files and exports, and users with a picture, whose bytes are not there. */
  missing: { files: number; names: readonly string[] };
  /** Null when nothing was to be removed. */
  removed: Amount | null;
  /** The removal was refused: not one file in the folder belongs to a row of this database. */
  isForeign: boolean;
}

export async function compareFiles(rows: FileRows, folder: FolderInventory, repair: boolean): Promise<FileReport> {
  const usage = await rows.usage(usersMax);
  const found = await findOrphans(rows, folder, async () => {});
  const isForeign = repair && found.owned === 0 && found.orphans.files > 0;
  const removed = repair && !isForeign ? await removeOrphans(rows, folder) : null;
  const { avatars, exports, orphans } = found;
  return { ...usage, avatars, exports, orphans, missing: await findMissing(rows, folder), removed, isForeign };
}

async function removeOrphans(rows: FileRows, folder: FolderInventory): Promise<Amount> {
  return (await findOrphans(rows, folder, folder.remove)).orphans;
}

interface Found {
  avatars: Amount;
  exports: Amount;
  orphans: Amount & { names: string[] };
  /** Entries that belong to a row. */
  owned: number;
}

/** Reads the folder before the rows: a row is there before its bytes, so that no new file looks like an orphan. */
async function findOrphans(
  rows: FileRows,
  folder: FolderInventory,
  eachPage: (orphans: readonly FolderEntry[]) => Promise<void>,
): Promise<Found> {
  const found: Found = { avatars: nothing(), exports: nothing(), orphans: { ...nothing(), names: [] }, owned: 0 };
  const others = { avatars: await rows.avatarIds(), exports: await rows.exportIds() };
  for await (const page of pages(folder.entries())) {
    const { orphans, owned } = await sortOut(rows, others, page);
    for (const entry of orphans) {
      add(found.orphans, entry.size);
      if (found.orphans.names.length < namedMax) found.orphans.names.push(entry.path);
    }
    for (const { kind, isKept, size } of page) {
      if (isKept && (kind === 'avatars' || kind === 'exports')) add(found[kind], size);
    }
    found.owned += owned;
    await eachPage(orphans);
  }
  return found;
}

/** @param others - the ids of bytes that belong to no file. */
async function sortOut(
  rows: FileRows,
  others: Record<'avatars' | 'exports', ReadonlySet<string>>,
  page: readonly FolderEntry[],
) {
  const states = await rows.states([...new Set(page.map(({ id }) => id))]);
  const removed = await rows.removed(page.map(({ kind, id }) => `${kind}/${id}`));
  const isOwned = ({ kind, id }: FolderEntry) =>
    (kind === 'avatars' || kind === 'exports' ? others[kind] : states).has(id);
  const oldest = Date.now() - orphanAgeMs;
  const orphans = page.filter((entry) => {
    if (entry.changedAt.getTime() >= oldest || removed.has(`${entry.kind}/${entry.id}`)) return false;
    // The bytes that a finished file was made of, and copies of them, are needed no more.
    const isNeeded = entry.isKept || states.get(entry.id) === false;
    return !isOwned(entry) || !isNeeded;
  });
  return { orphans, owned: page.filter(isOwned).length };
}

async function findMissing(rows: FileRows, folder: FolderInventory): Promise<FileReport['missing']> {
  const missing = { files: 0, names: [] as FileKey[] };
  for await (const keys of rows.needed()) {
    const without = await folder.missing(keys);
    // A message may have been deleted since its row was read.
    const still = without.length === 0 ? [] : await rows.stillNeeded(without);
    missing.files += still.length;
    missing.names.push(...still.slice(0, namedMax - missing.names.length));
  }
  return missing;
}

async function* pages(entries: AsyncIterable<FolderEntry>): AsyncIterable<FolderEntry[]> {
  let page: FolderEntry[] = [];
  for await (const entry of entries) {
    page.push(entry);
    if (page.length < atOnce) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

const nothing = (): Amount => ({ files: 0, bytes: 0 });

function add(amount: Amount, size: number): void {
  amount.files += 1;
  amount.bytes += size;
}
