/** Converts a file to its form on the wire. */
import type { File } from '../../protocol/shapes.ts';
import type { FinishedFile } from '../ports/file-port.ts';

export function toWireFile({ id, name, type, size, details }: FinishedFile): File {
  const { waveform, ...facts } = details;
  return { id, name, type, size, ...facts, ...(waveform ? { waveform: [...waveform] } : {}) };
}
