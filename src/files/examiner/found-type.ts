/** Finds the media type of a file in its bytes. */
import { open } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';
import { kindOfType } from '../../protocol/media-types.ts';
import { hasPicture } from './container-tracks.ts';

/** Names of the library, and of the containers with only a sound in them, as browsers know them. */
const commonNames: Record<string, string> = {
  'image/apng': 'image/png',
  'audio/x-m4a': 'audio/mp4',
  'audio/vnd.wave': 'audio/wav',
  'audio/x-flac': 'audio/flac',
  'video/x-m4v': 'video/mp4',
};
const soundOnly: Record<string, string> = { 'video/webm': 'audio/webm', 'video/mp4': 'audio/mp4' };

export const unknownType = 'application/octet-stream';

/** Bytes of a text's start that are looked at. */
const sampleBytes = 4_096;

/**
 * The type is one of those that browsers show, or one that starts with neither `image/`, `audio/` nor `video/`: so the type
 * alone says how a file is shown.
 */
export async function foundType(path: string): Promise<string> {
  // The library rejects what ends too early for the type that it starts like.
  const found = (await fileTypeFromFile(path).catch(() => undefined))?.mime.split(';', 1)[0];
  if (found === undefined) return (await isPlainText(path)) ? 'text/plain' : unknownType;
  const type = commonNames[found] ?? found;
  const sound = soundOnly[type];
  if (sound) return (await hasPicture(path, type)) ? type : sound;
  return asDownload(type);
}

/** The type, unless it would promise a display that there is not. */
function asDownload(type: string): string {
  const isPromise = /^(image|audio|video)\//.test(type) && kindOfType(type) === 'file';
  return isPromise || !/^[\w.+-]+\/[\w.+-]+$/.test(type) ? unknownType : type;
}

/** Markup is no plain text: old clients look into a text and show what they find. */
async function isPlainText(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0);
    // `stream`: the sample may end within a character.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, bytesRead), { stream: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
    return text !== '' && !/[\u0000-\u0008\u000e-\u001f\u007f<]/.test(text);
  } catch {
    return false;
  } finally {
    await file.close();
  }
}
