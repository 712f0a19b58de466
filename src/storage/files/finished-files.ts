/** Converts rows of finished files. */
import type { FinishedFile } from '../../engine/ports/file-port.ts';
import type { FileKind } from '../../protocol/shapes.ts';

export interface FinishedRow {
  id: string;
  name: string;
  type: string | null;
  kind: string | null;
  size: number;
  details: string;
}

export function asFinishedFile({ id, name, type, kind, size, details }: FinishedRow): FinishedFile {
  const known = { type: type ?? 'application/octet-stream', kind: (kind ?? 'file') as FileKind };
  return { id, name, ...known, size, details: details === '' ? {} : JSON.parse(details) };
}
