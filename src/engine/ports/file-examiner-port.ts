/** Examines the bytes of files and pictures, in a process of its own: hostile bytes end that process at worst. */
import type { FileKind } from '../../protocol/shapes.ts';
import type { FileDetails } from './file-port.ts';

export interface ExamineRequest {
  /** The local file with the bytes as they were uploaded. */
  path: string;
  /** An empty folder, for what the examination writes. The caller removes it. */
  folder: string;
  /** The bytes stay as they are: nothing is removed from a photograph. */
  isPlain: boolean;
}

export interface Examined {
  type: string;
  kind: FileKind;
  /** Of the bytes to keep. */
  size: number;
  details: FileDetails;
  /** The local file with the bytes to keep: that of the request, or a new one in the folder. */
  path: string;
  /** A local file with a WebP of at most `previewPixels`; null for everything but images. */
  previewPath: string | null;
}

/** The longer side of a preview. */
export const previewPixels = 640;

export interface FileExaminer {
  /**
   * @throws Refusal `invalid_input` when the bytes are an image that cannot be decoded within the limits, `unavailable` when
   * too many examinations wait or this one takes too long.
   */
  examine(request: ExamineRequest): Promise<Examined>;
  /**
   * Makes a square WebP of a picture of a user, and answers its local file in the folder.
   * @throws Refusal as `examine`, and `invalid_input` when it is no image.
   */
  makeAvatar(request: Pick<ExamineRequest, 'path' | 'folder'>): Promise<string>;
  close(): Promise<void>;
}
