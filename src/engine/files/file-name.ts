/** The name of an uploaded file, as it is stored. */
import { limits } from '../../protocol/limits.ts';

/** Control characters, and those that turn the direction of what follows: `exe.gpj` must not read as `jpg.exe`. */
const unwanted = /[\p{Cc}\p{Bidi_Control}]/gu;

/** The longest ending that a cut name keeps, with its dot. */
const endingMax = 16;

/** A name without folders and invisible signs, of at most `limits.fileNameMaxLength` code points. */
export function cleanFileName(given: string): string {
  const name = given.toWellFormed().replace(unwanted, '').replace(/[/\\]/g, '_').trim();
  const points = [...(/^\.*$/.test(name) ? 'file' : name)];
  if (points.length <= limits.fileNameMaxLength) return points.join('');
  const dot = points.lastIndexOf('.');
  const ending = dot > 0 && points.length - dot <= endingMax ? points.slice(dot) : [];
  return [...points.slice(0, limits.fileNameMaxLength - ending.length), ...ending].join('');
}
