/** Collects the facts that the judges of files share: uploads, the messages that want a file, and the reads. */
import { type ChangeFacts, placeOf } from './change-log.ts';
import type { HistoryEvent } from './fault-history.ts';
import { inTheEnd } from './file-reads.ts';
import { givenUp } from './file-upload.ts';
import type { Sent } from './message-verdicts.ts';

/** A file by the answers to its upload. */
export interface UploadedFile {
  owner: string;
  hash: string;
  /** When the first answer came that said that it is finished; infinite before. */
  finishedAt: number;
  isGivenUp: boolean;
}

/** One request for the bytes of a file, with its outcome. */
export interface FileRead {
  file: string;
  user: string;
  from: number;
  until: number;
  phase: 'ok' | 'fail' | 'unknown';
  code: string | undefined;
  hash: string | undefined;
  isInTheEnd: boolean;
}

export interface FileFacts extends ChangeFacts {
  uploads: Map<string, UploadedFile>;
  /** The messages that were sent with a file, whether or not they were taken. */
  wanting: Map<string, Sent[]>;
  reads: readonly FileRead[];
}

export function collectFileFacts(facts: ChangeFacts): FileFacts {
  const wanting = new Map<string, Sent[]>();
  for (const sent of facts.sent.values())
    for (const file of sent.files) wanting.set(file, [...(wanting.get(file) ?? []), sent]);
  return { ...facts, uploads: collectUploads(facts.history), wanting, reads: collectReads(facts.history) };
}

function collectUploads(history: readonly HistoryEvent[]): Map<string, UploadedFile> {
  const uploads = new Map<string, UploadedFile>();
  for (const { op, phase, file, user: owner = '', hash = '', isFinished, t, detail } of history) {
    if (op !== 'upload' || file === undefined) continue;
    if (detail === givenUp && uploads.has(file)) uploads.get(file)!.isGivenUp = true;
    if (phase !== 'ok') continue;
    const known = uploads.get(file) ?? { owner, hash, finishedAt: Number.POSITIVE_INFINITY, isGivenUp: false };
    uploads.set(file, known);
    if (isFinished) known.finishedAt = Math.min(known.finishedAt, t);
  }
  return uploads;
}

function collectReads(history: readonly HistoryEvent[]): FileRead[] {
  const begun = new Map<number, number>();
  const reads: FileRead[] = [];
  for (const { op, phase, call = 0, file = '', user = '', t, hash, detail, value } of history) {
    if (op !== 'download') continue;
    if (phase === 'invoke') begun.set(call, t);
    else if (phase !== 'seen')
      reads.push({
        ...{ file, user, from: begun.get(call) ?? 0, until: t, phase },
        ...{ code: detail, hash, isInTheEnd: value === inTheEnd },
      });
  }
  return reads;
}

/** The acknowledged message that took a file, if any: the first answer counts. */
export function takerOf({ wanting }: FileFacts, file: string): (Sent & { place: string; at: number }) | undefined {
  const [taker] = (wanting.get(file) ?? []).filter(({ acks }) => acks.length > 0);
  const [ack] = taker?.acks ?? [];
  return taker && ack && { ...taker, place: placeOf(taker.conversation, ack.seq), at: ack.t };
}
