/** Reads the Range header of a request (RFC 9110, 14.2): one range of bytes. */
import type { ByteRange } from '../engine/ports/file-bytes-port.ts';

/**
 * Null for the whole: without a range, with several, and with one that is malformed. `none` when the range begins beyond
 * the last byte.
 */
export function byteRange(header: string | undefined, size: number): ByteRange | null | 'none' {
  const [, from, to] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return null;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(to) < first) return null;
  return first >= size ? 'none' : { first, last };
}
