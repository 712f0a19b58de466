/** The command `duologue files`: says what files take, and finds bytes without a row and rows without bytes. */
import type { FileReport } from '../compose-commands.ts';
import { type FilesConfig, type FilesPlace, filesPlace, readFilesConfig } from '../config.ts';
import { type Command, counted, type Result } from './command.ts';
import { onDatabase } from './database-work.ts';
import { audited } from './operator-audit.ts';

export const filesCommand: Command = {
  name: 'files',
  summary: 'say what files take and which users have most, and find bytes without a row and rows without bytes',
  options: { repair: { help: 'remove bytes that no row has needed for 24 hours; nodes may keep running' } },
  run: ({ flags }) =>
    flags.has('repair')
      ? audited('repair', (concerned) => {
          concerned.target = 'files';
          return examine(true);
        })
      : examine(false),
};

function examine(repair: boolean): Promise<Result> {
  return onDatabase(async (database) => {
    const files = readFilesConfig();
    const config = { ...database, ...files };
    const { examineFiles } = await import('../compose-commands.ts');
    const report = await examineFiles(config, repair);
    return asResult(report, nameOf(filesPlace(config)), files.fileBounds);
  });
}

function nameOf(place: FilesPlace | null): string {
  if (place === null) return '';
  return 's3' in place ? `${place.s3.endpoint}/${place.s3.bucket}/${place.s3.prefix}` : place.folder;
}

function asResult(
  report: FileReport,
  folder: string,
  { totalBytes: totalMaxBytes }: FilesConfig['fileBounds'],
): Result {
  const { attached, unattached, orphans, missing, removed } = report;
  const totalBytes = attached.bytes + unattached.bytes;
  const orphansLeft = orphans.files - (removed?.files ?? 0);
  return {
    text: [...usageLines(report, folder, totalBytes, totalMaxBytes), ...findingLines(report)].join('\n'),
    json: { folder, totalBytes, totalMaxBytes, ...report, orphansLeft },
    failed: orphansLeft > 0 || missing.files > 0,
  };
}

function usageLines(report: FileReport, folder: string, total: number, max: number): string[] {
  const { attached, unattached, avatars, exports, users } = report;
  const percent = ((total / max) * 100).toFixed(1);
  return [
    `Place: ${folder}`,
    `Files of messages: ${amount(attached)}.`,
    `Uploads without a message: ${amount(unattached)}.`,
    `Pictures of users: ${amount(avatars)}.`,
    `Exports: ${amount(exports)}.`,
    `Total of files and uploads: ${mebibytes(total)} of ${mebibytes(max)} (${percent} %), the bound FILES_TOTAL_MIB.`,
    ...users.map((user) => `  ${user.username}: ${amount(user)}`),
  ];
}

function findingLines({ orphans, missing, removed, isForeign }: FileReport): string[] {
  const lines: string[] = [];
  if (removed) lines.push(`Removed ${amount(removed)} that no row needed.`);
  else if (orphans.files > 0) lines.push(`Fault: ${amount(orphans)} without a row:`, ...named(orphans));
  if (isForeign) {
    lines.push(
      'Nothing was removed: no file of this place belongs to this database. Check DATABASE_URL, and FILES_DIR or FILES_S3_URL.',
    );
  }
  if (missing.files > 0) {
    lines.push(
      `Fault: ${counted(missing.files, 'row')} without bytes:`,
      ...named(missing),
      'Restore them from a backup of the files.',
    );
  }
  const left = (removed ? 0 : orphans.files) + missing.files;
  return [...lines, left === 0 ? 'Nothing is wrong.' : `${counted(left, 'fault')} left.`];
}

function named({ files, names }: { files: number; names: readonly string[] }): string[] {
  const more = files - names.length;
  return [...names.map((name) => `  ${name}`), ...(more > 0 ? [`  and ${more} more`] : [])];
}

const amount = ({ files, bytes }: { files: number; bytes: number }) => `${counted(files, 'file')}, ${mebibytes(bytes)}`;

const mebibytes = (bytes: number) => `${(bytes / 1_048_576).toFixed(1)} MiB`;
