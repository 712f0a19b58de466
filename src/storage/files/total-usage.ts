/** Knows what the files of the installation take, without a query for each upload. */
import type { FileUsageSample } from '../../engine/ports/file-observer-port.ts';
import type { Database } from '../database/database.ts';

/** The files are counted again after this time, in milliseconds. Meanwhile the node adds its own uploads only. */
const knownMs = 600_000;

/** Rows that one statement of the count reads. */
const countedAtOnce = 5_000;

export interface TotalUsage {
  sample(): Promise<FileUsageSample>;
  /** Reserves room at once, so that uploads beside each other cannot share it. False when it does not fit. */
  reserve(size: number, totalBytes: number): Promise<boolean>;
  /** Ends a reservation; gives back its room when the upload was not stored. */
  settle(size: number, isStored: boolean): void;
  /** One upload less is unfinished. */
  finished(): void;
  /** Files are gone: the next upload that does not fit is refused only after another count. */
  freed(): void;
}

export function createTotalUsage(database: Database): TotalUsage {
  const counted = createCount(database);
  let hasFreed = false;
  const fits = async (size: number, totalBytes: number) => (await counted.read()).bytes + size <= totalBytes;
  return {
    sample: counted.read,
    async reserve(size, totalBytes) {
      if (!(await fits(size, totalBytes)) && hasFreed) {
        hasFreed = false;
        await counted.again();
      }
      await counted.read();
      return counted.take(size, totalBytes);
    },
    settle: counted.settle,
    finished: () => counted.add(0, -1),
    freed() {
      hasFreed = true;
    },
  };
}

function createCount({ client }: Database) {
  let known: FileUsageSample = { bytes: 0, unfinished: 0 };
  /** Reserved for uploads that are being stored: a count may see them or not, and rather counts them twice. */
  let reserved: FileUsageSample = { bytes: 0, unfinished: 0 };
  let countedAt = Number.NEGATIVE_INFINITY;
  /** A count under way, which all uploads wait for. */
  let counting: Promise<void> | null = null;
  const add = (bytes: number, unfinished: number) => {
    known = sum(known, bytes, unfinished);
  };
  const again = () => {
    counting ??= countFiles(client)
      .then((found) => {
        known = sum(found, reserved.bytes, reserved.unfinished);
        countedAt = performance.now();
      })
      .finally(() => {
        counting = null;
      });
    return counting;
  };
  return {
    add,
    again,
    async read() {
      if (counting || performance.now() - countedAt >= knownMs) await again();
      return known;
    },
    take(size: number, totalBytes: number): boolean {
      if (known.bytes + size > totalBytes) return false;
      reserved = sum(reserved, size, 1);
      add(size, 1);
      return true;
    },
    settle(size: number, isStored: boolean): void {
      reserved = sum(reserved, -size, -1);
      if (!isStored) add(-size, -1);
    },
  };
}

const sum = (to: FileUsageSample, bytes: number, unfinished: number): FileUsageSample => ({
  bytes: to.bytes + bytes,
  unfinished: Math.max(0, to.unfinished + unfinished),
});

const countSql = `SELECT COUNT(*) AS \`rows\`, MAX(p.\`id\`) AS \`last\`, COALESCE(SUM(p.\`size\`), 0) AS \`bytes\`, COUNT(p.\`finishedAt\`) AS \`finished\`
  FROM (SELECT \`id\`, \`size\`, \`finishedAt\` FROM \`File\` WHERE \`id\` > ? ORDER BY \`id\` LIMIT ${countedAtOnce}) p`;

async function countFiles(client: Database['client']): Promise<FileUsageSample> {
  const total = { bytes: 0, unfinished: 0 };
  for (let after = ''; ; ) {
    const [page] = await client.$queryRawUnsafe<Record<'rows' | 'last' | 'bytes' | 'finished', unknown>[]>(
      countSql,
      after,
    );
    const rows = Number(page?.rows ?? 0);
    total.bytes += Number(page?.bytes ?? 0);
    total.unfinished += rows - Number(page?.finished ?? 0);
    if (rows < countedAtOnce || typeof page?.last !== 'string') return total;
    after = page.last;
  }
}
