/** The media types that every browser shows; a file of any other type is only downloaded. */
import type { FileKind } from './shapes.ts';

/** SVG is missing: it can run scripts. */
export const imageTypes = ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif'] as const;
export type ImageType = (typeof imageTypes)[number];

export const audioTypes = [
  'audio/mpeg',
  'audio/ogg',
  'audio/webm',
  'audio/aac',
  'audio/mp4',
  'audio/wav',
  'audio/flac',
] as const;

export const videoTypes = ['video/mp4', 'video/webm'] as const;

const kinds = new Map<string, FileKind>([
  ...imageTypes.map((type) => [type, 'image'] as const),
  ...audioTypes.map((type) => [type, 'audio'] as const),
  ...videoTypes.map((type) => [type, 'video'] as const),
]);

/** The display of a file by its type. Images sent as files, too, have a type of the last kind. */
export const kindOfType = (type: string): FileKind => kinds.get(type) ?? 'file';
