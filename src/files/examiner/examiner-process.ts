/** The examiner process: the only code that reads the contents of uploaded files. Faulty or hostile bytes end it at worst. */
import { writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { setPriority } from 'node:os';
import type { ExamineRequest } from '../../engine/ports/file-examiner-port.ts';
import { type ImageType, kindOfType } from '../../protocol/media-types.ts';
import { cleanImage, squarePicture, UnreadableImage } from './clean-image.ts';
import type { Examination, ExaminationAnswer, ExaminationRequest } from './examination.ts';
import { foundType, unknownType } from './found-type.ts';

/** Messages come first: images wait for the CPU. */
const lowPriority = 10;

async function examineFile({ path, folder, isPlain }: ExamineRequest): Promise<Omit<ExaminationAnswer, 'id'>> {
  const type = await foundType(path);
  const kind = kindOfType(type);
  if (kind === 'image' && !isPlain) return { examined: await cleanImage(path, folder, type as ImageType) };
  const { size } = await stat(path);
  const asFound = { size, details: {}, path, previewPath: null };
  if (!isPlain || kind === 'file') return { examined: { type, kind, ...asFound } };
  return { examined: { type: unknownType, kind: 'file', ...asFound } };
}

async function makeAvatar(path: string, folder: string): Promise<Omit<ExaminationAnswer, 'id'>> {
  const type = await foundType(path);
  if (kindOfType(type) !== 'image') return { fault: 'unreadable_image' };
  return { avatarPath: await squarePicture(path, folder, type as ImageType) };
}

const run = (examination: Examination) =>
  examination.task === 'file' ? examineFile(examination) : makeAvatar(examination.path, examination.folder);

setPriority(lowPriority);
try {
  // Linux ends this process first when memory is short, and not the node.
  writeFileSync('/proc/self/oom_score_adj', '1000');
} catch {
  // Other systems choose by themselves.
}

process.on('message', ({ id, examination }: ExaminationRequest) => {
  // The node may have exited. With a callback, a failed send raises no `error` event.
  const answer = (result: Omit<ExaminationAnswer, 'id'>) =>
    process.send?.({ id, ...result }, undefined, undefined, () => {});
  run(examination).then(answer, (error) =>
    answer(error instanceof UnreadableImage ? { fault: 'unreadable_image' } : {}),
  );
});

// The process ends with the node, not before: Ctrl-C reaches both, and the node still has uploads to finish.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
process.on('disconnect', () => process.exit(0));
