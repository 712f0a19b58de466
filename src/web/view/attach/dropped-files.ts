/** The files that a drop brings. A folder comes as a file that cannot be read. */
import type { Rejection } from '../../model/uploads/tray.ts';

export interface Dropped {
  readonly files: readonly File[];
  readonly rejections: readonly Rejection[];
}

export const bringsFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false;

export function droppedFiles({ items }: DataTransfer): Dropped {
  const files: File[] = [];
  const rejections: Rejection[] = [];
  for (const item of items) {
    const file = item.getAsFile();
    if (!file) continue;
    if (item.webkitGetAsEntry()?.isDirectory) rejections.push({ kind: 'folder', name: file.name });
    else files.push(file);
  }
  return { files, rejections };
}
