/** The port of the store that keeps files and the messages that wait for them; `net/upload-database` implements it. */
import type { SendCommand } from '../commands/user-command.ts';
import type { SoundFacts } from './uploader.ts';

export interface KeptUpload {
  readonly key: string;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly isPlain: boolean;
  readonly sound: SoundFacts | null;
  readonly address: string | null;
}

export interface KeptMessage {
  readonly key: string;
  readonly body: string;
  readonly reply: SendCommand['reply'];
  readonly uploads: readonly KeptUpload[];
}

/** The files and the waiting messages of one conversation. */
export interface KeptTray {
  readonly peer: string;
  readonly isPlain: boolean;
  readonly uploads: readonly KeptUpload[];
  readonly held: readonly KeptMessage[];
}

export type KeptBytes = ReadonlyMap<string, Blob>;

export interface TakenTray extends KeptTray {
  /** By the key of their upload. */
  readonly bytes: KeptBytes;
}

/** Bounds of all that the browser keeps for one user: the files of all tabs together, and their bytes. */
export const keptBounds = { files: 200, bytes: 512 * 1_024 * 1_024 };

/** It never fails: a browser without storage keeps nothing. */
export interface UploadStore {
  /** Answers what closed tabs have left. It is this tab's from then on: each entry is taken by one tab. */
  take(): Promise<readonly TakenTray[]>;
  /**
   * Keeps the present state of a tray of this tab; an empty one is removed.
   * @param bytes - of all its uploads.
   * @returns the keys of the uploads that are kept: those that fit, and a message only with all of its uploads.
   */
  save(tray: KeptTray, bytes: KeptBytes): Promise<ReadonlySet<string>>;
}

export const filesOf = ({ uploads, held }: Pick<KeptTray, 'uploads' | 'held'>) => [
  ...held.flatMap((message) => message.uploads),
  ...uploads,
];

/**
 * The part of a tray that the browser keeps. Messages come first, whole or not at all.
 * @param others - what it keeps already, of other trays.
 * @param canKeep - whether the bytes of an upload are at hand.
 */
export function fittingPart(
  tray: KeptTray,
  others: readonly KeptUpload[],
  canKeep: (upload: KeptUpload) => boolean,
): KeptTray {
  let files = others.length;
  let bytes = others.reduce((sum, { size }) => sum + size, 0);
  const fits = (uploads: readonly KeptUpload[]) => {
    const more = uploads.reduce((sum, { size }) => sum + size, 0);
    const isRoom = files + uploads.length <= keptBounds.files && bytes + more <= keptBounds.bytes;
    if (!isRoom || !uploads.every(canKeep)) return false;
    files += uploads.length;
    bytes += more;
    return true;
  };
  const held = tray.held.filter((message) => fits(message.uploads));
  return { ...tray, held, uploads: tray.uploads.filter((upload) => fits([upload])) };
}
