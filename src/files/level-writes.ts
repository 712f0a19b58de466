/** Writes uploads to the disk as they come: a flood at the end of many would delay the commits of the database there. */
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';

/** No more is taken before the disk has what is unwritten. Measured by `npm run bench -- --only files`. In bytes. */
const unwrittenMax = 2 * 1_024 ** 2;

/** The same bytes, for a writer that appends them to the file at the path. */
export const levelled = (bytes: Readable, path: string): Readable =>
  Readable.from(withSyncs(bytes, path), { objectMode: false });

async function* withSyncs(bytes: AsyncIterable<Buffer>, path: string): AsyncGenerator<Buffer> {
  const file = await open(path, 'r+');
  let unwritten = 0;
  try {
    for await (const piece of bytes) {
      yield piece;
      unwritten += piece.length;
      if (unwritten < unwrittenMax) continue;
      await inTurn(() => file.datasync());
      unwritten = 0;
    }
  } finally {
    await file.close();
  }
}

let last: Promise<void> = Promise.resolve();

/** One file after the other, so that a commit waits for one of them at most. */
function inTurn(work: () => Promise<void>): Promise<void> {
  const turn = last.then(work);
  last = turn.catch(() => {});
  return turn;
}
