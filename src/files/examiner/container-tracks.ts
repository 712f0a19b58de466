/** Tells whether a WebM or MP4 container has a film in it, or only a sound. */
import { type FileHandle, open } from 'node:fs/promises';

/** A recording names its tracks at its start. */
const webmStartBytes = 256 * 1_024;
const webmVideoCodec = /V_(VP8|VP9|AV1|MPEG)/;

/** The handler of a track in `moov`: type, four bytes of version, four that are zero, and the name. */
const mp4VideoHandler = /hdlr[\s\S]{8}vide/;
/** More than an hour of film. */
const moovMaxBytes = 16 * 1_024 * 1_024;
const mp4BoxesMax = 1_000;

/** @param type - `video/webm` or `video/mp4`. Only the display depends on the answer: both kinds are served alike. */
export async function hasPicture(path: string, type: string): Promise<boolean> {
  const file = await open(path);
  try {
    if (type === 'video/webm') return webmVideoCodec.test(await latin1(file, 0, webmStartBytes));
    const moov = await findMoov(file);
    return moov === null || mp4VideoHandler.test(await latin1(file, moov.start, Math.min(moov.size, moovMaxBytes)));
  } finally {
    await file.close();
  }
}

async function latin1(file: FileHandle, start: number, size: number): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, start);
  return buffer.toString('latin1', 0, bytesRead);
}

/** Walks over the outermost boxes: a phone writes `moov` after the film, a recording page before it. */
async function findMoov(file: FileHandle): Promise<{ start: number; size: number } | null> {
  const header = Buffer.alloc(16);
  let start = 0;
  for (let boxes = 0; boxes < mp4BoxesMax; boxes += 1) {
    const { bytesRead } = await file.read(header, 0, 16, start);
    if (bytesRead < 8) return null;
    const short = header.readUInt32BE(0);
    const size = short === 1 && bytesRead === 16 ? Number(header.readBigUInt64BE(8)) : short;
    if (header.toString('latin1', 4, 8) === 'moov') return { start, size };
    if (size < 8 || !Number.isSafeInteger(start + size)) return null;
    start += size;
  }
  return null;
}
