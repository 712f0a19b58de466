/** The checker: a pure function from a history and its witnesses to the violations of each guarantee. */
import { bodyRules } from './body-rules.ts';
import { judgeCalls } from './call-verdicts.ts';
import { collectFacts } from './change-log.ts';
import { judgeChanges } from './change-verdicts.ts';
import { judgePresence, judgeTyping } from './ephemeral-verdicts.ts';
import type { HistoryEvent } from './fault-history.ts';
import { judgeFiles } from './file-verdicts.ts';
import { collectSent, judgeMessages } from './message-verdicts.ts';
import { judgeReceipts } from './receipt-verdicts.ts';
import { judgeRevisions } from './revision-verdicts.ts';
import { judgeRooms } from './room-verdicts.ts';
import { judgeDeletedText } from './text-verdicts.ts';
import { judgeViews } from './view-verdicts.ts';
import type { Witnesses } from './witnesses.ts';

/** Every guarantee, with the meaning of its violation. */
export const guarantees = {
  lost: 'an acknowledged message has no row',
  duplicated: 'one clientId is stored or shown twice',
  unexpected: 'a witness or device has a message that was never sent, refused, or not stored',
  gap: 'a seq has no message',
  reused: 'two messages have one seq',
  misordered: 'an answer, push or witness has another order than the rows',
  precedence: 'a message was sent after the acknowledgement of another, but has a lower seq',
  altered: 'a message has another body than was sent or edited',
  hole: 'a witness does not have a stored message in the end',
  foreign: 'a user outside the conversation received something of it',
  lostChange: 'an acknowledged change is not in the row of its message',
  diverged: 'in the end a device or an answer shows another state of a message or another revision than the rows',
  resurrected: 'text of a deleted message was seen after its deletion had been acknowledged',
  doubleReaction: 'a reaction of a user is counted twice',
  revisionReused: 'two changes have one revision',
  revisionGap: 'a conversation counts more revisions than changes were seen or may have been made',
  revisionBack: 'an answer shows an older revision than was shown before the call',
  revBehind: 'a conversation has a lower revision than one of its messages',
  repeatCounted: 'a revision was taken although the message stayed the same',
  foreignEdit: 'a message was edited or deleted by another user than its author',
  moved: 'a change moved a message to another seq',
  blockIgnored: 'a change was stored while a block stood',
  roomUndone: 'an acknowledged change of the title, a member or an owner of a room is not in its rows',
  roomDiverged: 'in the end an answer or a device shows another title or other members of a room than the rows',
  afterRemoval: 'a user who was not in a room got what was written after the removal',
  lobbyOnline: 'in the end a node shows others as online in the lobby than those who are connected',
  regressed: 'a read state decreased, or exceeds the last message',
  presence: 'in the end a disconnected user is shown as online, or a connected one as offline',
  typing: 'a user is shown as typing more than eight seconds after the last key',
  fileLost: 'a stored message lacks a file that it was sent with, or a member is not served it',
  fileTwice: 'a file belongs to two messages',
  fileAltered: 'a file is served with other bytes than were uploaded',
  fileDiverged: 'a message is shown with other files than it has',
  fileOfDeleted: 'a file of a deleted message is still stored or served',
  fileForeign: 'a user outside the conversation was served a file, or attached one of another user',
  uploadLost: 'an acknowledged upload is not known any more, or, finished, cannot be attached',
  unanswered: 'a call has no outcome after five seconds, although its node was reachable',
  endedServed: 'an ended session was still served',
  unorderedExit: 'a process ended unordered, or did not end cleanly',
  uncaught: 'a log reports an uncaught exception or unhandled rejection',
  defect: 'an answer or a log line reports a defect',
} as const;

export type Guarantee = keyof typeof guarantees;

/** The violations of each guarantee. */
export type Verdicts = Record<Guarantee, string[]>;

/** Reports the violation of a guarantee, with its details. */
export type ReportViolation = (guarantee: Guarantee, how: string) => void;

export function judge(history: readonly HistoryEvent[], witnesses: Witnesses): Verdicts {
  const verdicts = Object.fromEntries(Object.keys(guarantees).map((name) => [name, [] as string[]])) as Verdicts;
  const reportViolation: ReportViolation = (guarantee, how) => verdicts[guarantee].push(how);
  const sent = collectSent(history);
  const facts = collectFacts(history, sent, witnesses, reportViolation);
  const explain = bodyRules(facts);
  judgeMessages(facts, explain);
  judgeViews(facts, explain);
  judgeChanges(facts);
  judgeRevisions(facts);
  judgeDeletedText(facts);
  judgeFiles(facts);
  judgeRooms(facts);
  judgeReceipts(history, witnesses, reportViolation);
  judgePresence(witnesses, reportViolation);
  judgeTyping(history, reportViolation);
  judgeCalls(history, reportViolation);
  return verdicts;
}

export const brokenGuarantees = (verdicts: Verdicts): Guarantee[] =>
  (Object.keys(verdicts) as Guarantee[]).filter((guarantee) => verdicts[guarantee].length > 0);
