/** Examines the store of files: whether it can be used, and whether a folder has room. */
import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Config, filesPlace } from '../../config.ts';
import { advice, type Diagnosis, wrong } from '../../policy/diagnosis.ts';

type FilesPart = Pick<Config, 'filesDir' | 'filesS3' | 'databaseUrl' | 'dataDir' | 'fileBounds'>;

/** The bytes of an upload exist twice while they are examined. */
const copies = 2;

const gibibyte = 1_073_741_824;

export async function diagnoseFiles(config: FilesPart): Promise<Diagnosis[]> {
  const place = filesPlace(config);
  if (place === null) return [];
  if (!('s3' in place)) return diagnoseFolder(config, place.folder);
  const { diagnoseS3 } = await import('../../compose-commands.ts');
  return diagnoseS3(place.s3);
}

function diagnoseFolder(config: FilesPart, folder: string): Diagnosis[] {
  // The node creates its own folder; one that was named may be a share that is not mounted.
  const place = config.filesDir === null && !existsSync(folder) ? dirname(folder) : folder;
  if (config.filesDir === null && !existsSync(place)) return [];
  const fault = accessFault(place);
  if (fault !== null) {
    const why = 'Nobody can send or open a file.';
    return [
      wrong(
        'files-folder.access',
        `The folder of files ${place} ${fault}.`,
        why,
        'Check FILES_DIR, the mount and its owner.',
      ),
    ];
  }
  return diagnoseRoom(place, config.fileBounds);
}

function accessFault(folder: string): string | null {
  try {
    if (!statSync(folder).isDirectory()) return 'is no folder';
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? 'is not there' : `cannot be written (${code})`;
  }
}

function diagnoseRoom(folder: string, { fileMaxBytes, totalBytes }: Config['fileBounds']): Diagnosis[] {
  const { bavail, blocks, bsize } = statfsSync(folder);
  const room = bavail * bsize;
  if (room < copies * fileMaxBytes) {
    const what = `The disk of ${folder} has ${inGibibytes(room)} GiB left.`;
    return [wrong('files-folder.room', what, 'Large uploads fail.', 'Enlarge the disk, or remove what else is on it.')];
  }
  if (blocks * bsize >= totalBytes) return [];
  const what = `FILES_TOTAL_MIB allows more than the ${inGibibytes(blocks * bsize)} GiB of the disk of ${folder}.`;
  return [
    advice('files-folder.bound', what, 'The disk is full before the bound refuses uploads.', 'Lower FILES_TOTAL_MIB.'),
  ];
}

const inGibibytes = (bytes: number) => (bytes / gibibyte).toFixed(1);
