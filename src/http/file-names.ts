/** Names of files as the header Content-Disposition carries them (RFC 6266). */
import { create } from 'content-disposition';

/** Control characters, those that turn the direction of writing, and those that part folders. */
const unsafe = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029/\\]/gu;

const nameless = 'file';

/** A hostile name neither ends the header, nor looks as if it had another ending, nor leaves the folder of downloads. */
export function contentDisposition(name: string, isInline: boolean): string {
  const safe = name
    .replace(unsafe, '_')
    .trimEnd()
    .replace(/^[.\s]+/, '');
  return create(safe === '' ? nameless : safe, { type: isInline ? 'inline' : 'attachment' });
}
