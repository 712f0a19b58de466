/** The files of the sound run: two of one message, one of another, one of a message that is deleted, one that no message takes. */
import type { HistoryEvent } from './fault-history.ts';
import { hashOf } from './fault-history.ts';
import { senderOf } from './sound-users.ts';

/** The files with which messages are sent. */
const sentWith: Record<number, readonly string[]> = { 6: ['file-6a', 'file-6b'], 8: ['file-8'], 9: ['file-9'] };
/** The message is deleted. */
const deletedSeq = 8;

export const filesSentWith = (seq: number): readonly string[] | undefined => sentWith[seq];

/** In the end. */
export const filesAt = (seq: number): readonly string[] | undefined => (seq === deletedSeq ? undefined : sentWith[seq]);

/** The requests of an upload in two chunks, of which the second has no answer. */
export function uploadEvents(file: string, user: string, t: number, call: number): HistoryEvent[] {
  const base = { op: 'upload', user, device: `${user}/1`, session: `s-${user}`, hash: hashOf(file) } as const;
  const ask = (at: number, value: string, end: Partial<HistoryEvent>): HistoryEvent[] => [
    { ...base, t: t + at, call: call + at, value, phase: 'invoke', file: value === 'POST' ? undefined : file },
    { ...base, t: t + at + 1, call: call + at, value, phase: 'ok', file, isFinished: false, ...end },
  ];
  return [
    ...ask(0, 'POST', {}),
    ...ask(2, 'PATCH', {}),
    ...ask(4, 'PATCH', { phase: 'unknown', detail: 'lost', isFinished: undefined }),
    ...ask(6, 'HEAD', { isFinished: true }),
  ];
}

/** One read of a file; with a code it is refused. */
export function readEvents(
  file: string,
  user: string,
  t: number,
  call: number,
  { code, value = 'in the end', hash = hashOf(file) }: { code?: string; value?: string; hash?: string } = {},
): HistoryEvent[] {
  const base = { op: 'download', user, device: `${user}/files`, session: `s-${user}`, file, call, value } as const;
  return [
    { ...base, t, phase: 'invoke' },
    { ...base, t: t + 2, ...(code ? { phase: 'fail' as const, detail: code } : { phase: 'ok' as const, hash }) },
  ];
}

/** Before the first message is sent. */
export function uploadsBefore(): HistoryEvent[] {
  const uploads = [...Object.entries(sentWith).flatMap(([seq, files]) => files.map((file) => [file, senderOf(+seq)]))];
  uploads.push(['file-free', 'ann']);
  return uploads.flatMap(([file, user], index) => uploadEvents(file!, user!, 10 + index * 10, 2_000 + index * 10));
}

export function readsAfter(): HistoryEvent[] {
  const refused = { code: 'not_found' };
  return [
    ...readEvents('file-8', 'ben', 1_000, 2_100, { value: 'meanwhile' }),
    ...['file-6a', 'file-6b'].flatMap((file, index) => [
      ...readEvents(file, 'ann', 40_000 + index * 10, 2_110 + index * 10),
      ...readEvents(file, 'ben', 40_003 + index * 10, 2_111 + index * 10),
      ...readEvents(file, 'eve', 40_006 + index * 10, 2_112 + index * 10, refused),
    ]),
    ...readEvents('file-8', 'ben', 40_030, 2_130, refused),
    ...readEvents('file-free', 'ann', 40_033, 2_131, refused),
  ];
}
