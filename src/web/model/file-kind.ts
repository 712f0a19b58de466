/** Finds the kind of a file by its media type, which the server found in the bytes. */
import type { File, FileKind } from '../../protocol/shapes.ts';

const shown: readonly FileKind[] = ['image', 'audio', 'video'];

export function kindOf({ type }: Pick<File, 'type'>): FileKind {
  return shown.find((kind) => type.startsWith(`${kind}/`)) ?? 'file';
}
