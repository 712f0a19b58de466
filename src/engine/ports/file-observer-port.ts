/** Receives the facts of files that metrics show. */

/** `content`: the bytes were refused. The others name the bound that the upload would pass. */
export type RefusedUpload = 'size' | 'quota' | 'total' | 'unfinished' | 'content';

export interface FileUsageSample {
  /** Of all files of the installation, as counted within the last ten minutes. */
  bytes: number;
  unfinished: number;
}

export interface FileObserver {
  /** An upload was examined and kept. */
  onReceived(bytes: number): void;
  onRefused(reason: RefusedUpload): void;
  /** An examination of a file ended, with its wait for the others. */
  onExamined(seconds: number): void;
  onSample(sample: FileUsageSample): void;
}
