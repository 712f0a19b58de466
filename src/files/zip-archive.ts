/** Writes ZIP archives, entry by entry. */
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { ArchiveEntry, ArchiveWriter } from '../engine/ports/zip-port.ts';
import { reachable } from './file-system-faults.ts';

export const writeZip: ArchiveWriter = (path, entries, signal) =>
  reachable(async () => {
    const own = new AbortController();
    const ending = AbortSignal.any([signal, own.signal]);
    const zip = new ZipFile();
    const failure = new Promise<never>((_, reject) => zip.once('error', reject));
    const written = pipeline(zip.outputStream, createWriteStream(path, { flags: 'wx' }), { signal: ending });
    try {
      await Promise.race([Promise.all([addAll(zip, entries, ending), written]), failure]);
    } finally {
      // After a fault, what is still open ends.
      own.abort();
    }
    return (await stat(path)).size;
  });

async function addAll(zip: ZipFile, entries: AsyncIterable<ArchiveEntry>, signal: AbortSignal): Promise<void> {
  for await (const entry of entries) await add(zip, entry, signal);
  zip.end();
}

/** Settles when the entry has been read: the next one waits for it, so that one is open at a time. */
async function add(zip: ZipFile, entry: ArchiveEntry, signal: AbortSignal): Promise<void> {
  const source = Readable.from(asBytes(entry.content()), { objectMode: false, signal });
  zip.addReadStream(source, entry.path, { mtime: entry.at, compress: entry.isCompressed });
  await finished(source, { writable: false });
}

/** An empty piece would stop the stream. */
async function* asBytes(pieces: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) if (piece.length > 0) yield Buffer.from(piece);
}
