/** Judges files: each belongs to one message, with the bytes that were uploaded, for its two members, until its deletion. */
import { type ChangeFacts, deletionOf, placeOf } from './change-log.ts';
import type { HistoryEvent } from './fault-history.ts';
import { collectFileFacts, type FileFacts, type FileRead, takerOf } from './file-log.ts';
import type { WitnessedMessage } from './witnesses.ts';

export function judgeFiles(changes: ChangeFacts): void {
  const facts = collectFileFacts(changes);
  judgeRows(facts);
  judgeOwners(facts);
  judgeSights(facts);
  judgeUploads(facts);
  for (const read of facts.reads) judgeRead(facts, read);
  judgeLastReads(facts);
}

const listOf = (files: readonly string[] | undefined) => (files ?? []).join(' ');

/** A stored message has the files that it was sent with; a deleted one has none. */
function judgeRows({ rows, sent, reportViolation }: FileFacts): void {
  for (const [place, row] of rows) {
    const wanted = listOf(sent.get(`${row.from} ${row.clientId}`)?.files);
    const has = listOf(row.files);
    if (row.state?.deletedAt) {
      if (has !== '') reportViolation('fileOfDeleted', `${place}: its row has ${has}`);
    } else if (has !== wanted) reportViolation('fileLost', `${place}: was sent with "${wanted}", has "${has}"`);
  }
}

function judgeOwners({ wanting, uploads, reportViolation }: FileFacts): void {
  for (const [file, all] of wanting) {
    const takers = all.filter(({ acks }) => acks.length > 0);
    if (takers.length > 1)
      reportViolation('fileTwice', `${file}: ${takers.map(({ clientId }) => clientId).join(', ')}`);
    const owner = uploads.get(file)?.owner;
    for (const { user, clientId } of takers)
      if (user !== owner) reportViolation('fileForeign', `${file} of ${owner}: ${user} attached it (${clientId})`);
  }
}

/** Every push, answer and device shows a message with its files, unless it shows its deletion. */
function judgeSights({ history, rows, sent, witnesses, reportViolation }: FileFacts): void {
  for (const { witness, conversation, messages } of witnesses.views) {
    for (const message of messages) {
      const row = rows.get(placeOf(conversation, message.seq));
      if (row && listOf(message.files) !== listOf(row.files))
        reportViolation('fileDiverged', `${witness} of ${conversation}: seq ${message.seq} ${differs(message, row)}`);
    }
  }
  for (const event of history) {
    if (!showsMessage(event)) continue;
    const wanted = sent.get(`${event.user} ${event.clientId}`)?.files;
    const expected = event.state?.deletedAt ? '' : listOf(wanted);
    if (listOf(event.files) !== expected)
      reportViolation('fileDiverged', `${event.op} to ${event.device}: seq ${event.seq} without or with other files`);
  }
}

const differs = (shown: WitnessedMessage, row: WitnessedMessage) =>
  `shows "${listOf(shown.files)}", the row has "${listOf(row.files)}"`;

const showsMessage = ({ op, phase }: HistoryEvent) =>
  op === 'push' || op === 'state' || (op === 'send' && phase === 'ok');

/** A created upload is known until its end, and a finished one is taken by the message that wants it. */
function judgeUploads({ history, uploads, wanting, reportViolation }: FileFacts): void {
  for (const [file, { owner, finishedAt, isGivenUp }] of uploads)
    if (finishedAt === Number.POSITIVE_INFINITY && !isGivenUp)
      reportViolation('uploadLost', `${file} of ${owner}: never finished`);
  const begun = new Map<number, number>();
  for (const { op, phase, call = 0, t, file, files, user, detail = '', clientId } of history) {
    if (phase === 'invoke') begun.set(call, t);
    if (phase !== 'fail') continue;
    if (op === 'upload' && file !== undefined && detail === 'not_found' && uploads.has(file))
      reportViolation('uploadLost', `${file} of ${user}: no longer known`);
    if (op !== 'send' || !files || !['not_found', 'invalid_input', 'conflict'].includes(detail)) continue;
    const isFree = (one: string) => {
      const upload = uploads.get(one);
      return upload?.owner === user && upload!.finishedAt <= (begun.get(call) ?? 0) && wanting.get(one)?.length === 1;
    };
    if (files.every(isFree)) reportViolation('uploadLost', `${clientId} of ${user}: ${detail} for ${listOf(files)}`);
  }
}

function judgeRead(facts: FileFacts, { file, user, from, until, phase, code, hash }: FileRead): void {
  const { uploads, attempts, reportViolation } = facts;
  const taker = takerOf(facts, file);
  const what = `${file} to ${user}`;
  const isMember = membersOf(facts, file).includes(user);
  if (phase === 'ok') {
    const deletion = taker && deletionOf(facts, taker.place);
    if (!isMember) reportViolation('fileForeign', `${what}: served`);
    else if (deletion && from > deletion.at) reportViolation('fileOfDeleted', `${what}: served after its deletion`);
    else if (hash !== uploads.get(file)?.hash) reportViolation('fileAltered', `${what}: other bytes`);
    return;
  }
  if (phase !== 'fail' || code !== 'not_found' || !taker || !isMember || from < taker.at) return;
  const isDeleted = (attempts.get(taker.place) ?? []).some(
    (one) => one.kind === 'delete' && one.phase !== 'fail' && one.from < until,
  );
  if (!isDeleted) reportViolation('fileLost', `${what}: not found, although ${taker.place} has it`);
}

/** The users of every conversation to which the file was sent by its owner. */
function membersOf({ wanting, uploads }: FileFacts, file: string): string[] {
  const own = (wanting.get(file) ?? []).filter(({ user }) => user === uploads.get(file)?.owner);
  return own.flatMap(({ conversation }) => conversation.split(' & '));
}

const membersAt = (place = '') => place.replace(/ \d+$/, '').split(' & ');

/** A member who reads a file of a stored message in the end gets it. */
function judgeLastReads({ rows, reads, reportViolation }: FileFacts): void {
  const stored = new Map<string, string>();
  for (const [place, { files = [], state }] of rows)
    if (!state?.deletedAt) for (const file of files) stored.set(file, place);
  const outcomes = new Map<string, boolean>();
  for (const { file, user, phase, code, isInTheEnd } of reads) {
    // A read that found nothing has been judged already.
    if (code === 'not_found') continue;
    if (!isInTheEnd || !membersAt(stored.get(file)).includes(user)) continue;
    const key = `${file} to ${user}`;
    outcomes.set(key, phase === 'ok' || outcomes.get(key) === true);
  }
  for (const [key, isServed] of outcomes) if (!isServed) reportViolation('fileLost', `${key}: not served in the end`);
}
