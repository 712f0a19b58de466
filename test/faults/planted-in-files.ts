/** Violations planted into the files of messages. */
import { type HistoryEvent, hashOf } from './fault-history.ts';
import { stored, withEvents } from './planted-change.ts';
import { extra, type Planted, send } from './planted-fault.ts';
import { readEvents, uploadEvents } from './sound-files.ts';
import { inEveryView, inOneView, type RecordedRun } from './sound-run.ts';
import type { WitnessedMessage } from './witnesses.ts';

/** A further message 13 of ben, with files, as every witness shows it. */
function withMessage(run: RecordedRun, call: number, files: readonly string[]): RecordedRun {
  const base = { ...send(13, 8_000, call), files };
  return {
    witnesses: inEveryView(run, (all) => [...all, { ...extra(call, 13), seq: 13, files }]),
    history: [...run.history, { ...base, phase: 'invoke' }, { ...base, t: 8_001, phase: 'ok', seq: 13 }],
  };
}

/** An attempt to send files that is refused. */
const refusedSend = (call: number, files: readonly string[], detail: string): HistoryEvent[] => [
  { ...send(12, 8_000, call), files, phase: 'invoke' },
  { ...send(12, 8_001, call), files, phase: 'fail', detail },
];

const withoutFiles = ({ files: _, ...message }: WitnessedMessage): WitnessedMessage => message;

const changed = (all: WitnessedMessage[], seq: number, change: (one: WitnessedMessage) => WitnessedMessage) =>
  all.map((one) => (one.seq === seq ? change(one) : one));

export const plantedInFiles: Planted[] = [
  {
    name: 'an acknowledged message lost its files',
    caughtBy: 'fileLost',
    plant: (run) => ({ ...run, witnesses: inEveryView(run, (all) => changed(all, 6, withoutFiles)) }),
  },
  {
    name: 'an acknowledged message lost one of its files',
    caughtBy: 'fileLost',
    plant: (run) => ({
      ...run,
      witnesses: inEveryView(run, (all) => changed(all, 6, (one) => ({ ...one, files: ['file-6a'] }))),
    }),
  },
  {
    name: 'a member does not find a file of a stored message',
    caughtBy: 'fileLost',
    plant: (run) => withEvents(run, ...readEvents('file-6b', 'ben', 8_000, 960, { code: 'not_found' })),
  },
  {
    name: 'in the end a file is never answered',
    caughtBy: 'fileLost',
    plant: (run) => ({
      ...run,
      history: run.history.map((event) =>
        event.file === 'file-6a' && event.user === 'ben' && event.phase === 'ok' && event.op === 'download'
          ? { ...event, phase: 'unknown', detail: 'lost' }
          : event,
      ),
    }),
  },
  {
    name: 'a file belongs to two messages',
    caughtBy: 'fileTwice',
    plant: (run) => withMessage(run, 961, ['file-9']),
  },
  {
    name: 'one byte of a file is altered',
    caughtBy: 'fileAltered',
    plant: (run) => withEvents(run, ...readEvents('file-6a', 'ann', 50_000, 962, { hash: hashOf('file-6A') })),
  },
  {
    name: 'one device shows a message without its files',
    caughtBy: 'fileDiverged',
    plant: (run) => ({ ...run, witnesses: inOneView(run, 'ben/1', (all) => changed(all, 6, withoutFiles)) }),
  },
  {
    name: 'one device still shows the file of a deleted message',
    caughtBy: 'fileDiverged',
    plant: (run) => ({
      ...run,
      witnesses: inOneView(run, 'ann/1', (all) => changed(all, 8, (one) => ({ ...one, files: ['file-8'] }))),
    }),
  },
  {
    name: 'a push shows a message without its files',
    caughtBy: 'fileDiverged',
    plant: (run) => ({
      ...run,
      history: run.history.map((event) =>
        event.op === 'push' && event.seq === 6 ? { ...event, files: undefined } : event,
      ),
    }),
  },
  {
    name: 'a file of a deleted message is served',
    caughtBy: 'fileOfDeleted',
    plant: (run) => withEvents(run, ...readEvents('file-8', 'ben', 50_000, 963)),
  },
  {
    name: 'the row of a deleted message has its file',
    caughtBy: 'fileOfDeleted',
    plant: (run) => ({ ...run, witnesses: stored(run, 8, { files: ['file-8'] }) }),
  },
  {
    name: 'a stranger is served a file',
    caughtBy: 'fileForeign',
    plant: (run) => withEvents(run, ...readEvents('file-6a', 'eve', 50_000, 964)),
  },
  {
    name: 'a file that no message has is served',
    caughtBy: 'fileForeign',
    plant: (run) => withEvents(run, ...readEvents('file-free', 'ben', 50_000, 965)),
  },
  {
    name: 'a message takes a file of another user',
    caughtBy: 'fileForeign',
    plant: (run) => withMessage(run, 966, ['file-free']),
  },
  {
    name: 'a finished upload cannot be attached',
    caughtBy: 'uploadLost',
    plant: (run) =>
      withEvents(run, ...uploadEvents('file-12', 'ann', 7_900, 970), ...refusedSend(980, ['file-12'], 'not_found')),
  },
  {
    name: 'a finished upload counts as unfinished',
    caughtBy: 'uploadLost',
    plant: (run) =>
      withEvents(run, ...uploadEvents('file-12', 'ann', 7_900, 970), ...refusedSend(981, ['file-12'], 'invalid_input')),
  },
  {
    name: 'a created upload is not known any more',
    caughtBy: 'uploadLost',
    plant: (run) => ({
      ...run,
      history: run.history.map((event) =>
        event.op === 'upload' && event.file === 'file-free' && event.phase === 'unknown'
          ? { ...event, phase: 'fail', detail: 'not_found' }
          : event,
      ),
    }),
  },
  {
    name: 'a created upload never finishes',
    caughtBy: 'uploadLost',
    plant: (run) => ({ ...run, history: run.history.map((event) => (event.isFinished ? forget(event) : event)) }),
  },
];

const forget = (event: HistoryEvent): HistoryEvent =>
  event.file === 'file-free' ? { ...event, phase: 'unknown' } : event;
