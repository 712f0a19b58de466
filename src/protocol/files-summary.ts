/** The files of a message in a few words, for quotes and notifications. */
import type { File, FileKind, FilesSummary } from './shapes.ts';

const shown: readonly FileKind[] = ['image', 'audio', 'video'];

/** The kind of a file by its media type, which the server found in the bytes. */
export function kindOf({ type }: Pick<File, 'type'>): FileKind {
  return shown.find((kind) => type.startsWith(`${kind}/`)) ?? 'file';
}

/** Undefined without files. */
export function summaryOf(files: readonly File[]): FilesSummary | undefined {
  const [first] = files;
  if (!first) return undefined;
  const kind = kindOf(first);
  const { name, waveform } = first;
  const isMixed = files.some((file) => kindOf(file) !== kind);
  return { count: files.length, kind: isMixed ? 'file' : kind, name, ...(waveform && { voice: true }) };
}
