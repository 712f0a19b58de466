/** Judges changes against the rows: none is lost, moved, made by the wrong user or against a block. */
import { blocksIn, isWithin } from './body-rules.ts';
import { type ChangeAttempt, type ChangeFacts, deletionOf, placeOf } from './change-log.ts';
import { noText } from './witnessed-state.ts';
import type { WitnessedMessage } from './witnesses.ts';

/** An attempt without an answer may take effect for this long after it ended, in ms. */
const lateMs = 30_000;

export function judgeChanges(facts: ChangeFacts): void {
  const { attempts, rows, reportViolation, history } = facts;
  const blocks = blocksIn(history);
  for (const [place, ofMessage] of attempts) {
    const acked = ofMessage.filter(({ phase }) => phase === 'ok');
    const row = rows.get(place);
    for (const one of acked) {
      const what = describe(one);
      if (one.answer!.seq !== one.seq) reportViolation('moved', `${what}: answered with seq ${one.answer?.seq}`);
      if (one.kind !== 'delete' && isWithin(one, blocks)) reportViolation('blockIgnored', what);
      const isForeign = (one.kind === 'edit' || one.kind === 'delete') && row && row.from !== one.user;
      if (isForeign) reportViolation('foreignEdit', `${what}: the message is from ${row.from}`);
    }
    if (row) judgeLost(facts, place, row, ofMessage);
  }
  judgePlaces(facts);
}

const describe = ({ kind, seq, device, conversation }: ChangeAttempt) =>
  `${kind} of seq ${seq} by ${device} in ${conversation}`;

/** The last acknowledged value of everything that changes set must be in the row. */
function judgeLost(facts: ChangeFacts, place: string, row: WitnessedMessage, attempts: readonly ChangeAttempt[]): void {
  const { reportViolation } = facts;
  const rev = row.state?.rev ?? 0;
  const acked = attempts.filter(({ phase, answer }) => phase === 'ok' && answer!.seq === row.seq);
  const late = acked.find(({ answer }) => (answer!.state?.rev ?? 0) > rev);
  if (late) {
    const given = late.answer?.state?.rev;
    reportViolation('lostChange', `${describe(late)}: acknowledged with rev ${given}, the row has rev ${rev}`);
    return;
  }
  const isDeleted = Boolean(row.state?.deletedAt);
  if (deletionOf(facts, place) && !isDeleted && row.hash === noText)
    reportViolation('lostChange', `${place}: its deletion was acknowledged, and the row has none`);
  // A deletion ends everything else; the text of a deleted message has its own verdict.
  if (isDeleted || deletionOf(facts, place)) return;
  for (const register of registersOf(attempts)) judgeRegister(facts, register, row, attempts);
}

/** The part of a message that an attempt sets: the body, the pin, or the reaction of a user with one emoji. */
const registerOf = ({ kind, user, value }: ChangeAttempt): string => {
  if (kind === 'edit' || kind === 'delete') return 'body';
  return kind === 'pin' || kind === 'unpin' ? 'pin' : `${value} ${user}`;
};

const registersOf = (attempts: readonly ChangeAttempt[]) => new Set(attempts.map(registerOf));

const settingOf = ({ kind, value }: ChangeAttempt): string => {
  if (kind === 'edit') return value;
  if (kind === 'delete') return noText;
  return kind === 'react' || kind === 'pin' ? 'on' : 'off';
};

function settingIn({ hash, state }: WitnessedMessage, register: string): string {
  if (register === 'body') return hash;
  const isOn = register === 'pin' ? state?.pinned != null : state?.reactions.includes(register);
  return isOn ? 'on' : 'off';
}

function judgeRegister(
  { reportViolation }: ChangeFacts,
  register: string,
  row: WitnessedMessage,
  all: readonly ChangeAttempt[],
): void {
  const attempts = all.filter((one) => registerOf(one) === register);
  const revOf = ({ answer }: ChangeAttempt) => answer?.state?.rev ?? 0;
  const last = attempts
    .filter(({ phase }) => phase === 'ok')
    .reduce<ChangeAttempt | null>((latest, one) => (!latest || revOf(one) >= revOf(latest) ? one : latest), null);
  const setting = settingIn(row, register);
  if (!last || settingOf(last) === setting) return;
  const mayBeLater = (one: ChangeAttempt) =>
    one.phase === 'unknown' && settingOf(one) === setting && one.until + lateMs >= last.from;
  if (!attempts.some(mayBeLater)) reportViolation('lostChange', `${describe(last)}: the row does not show it`);
}

/** A message keeps its seq, whatever is made of it. */
function judgePlaces({ history, rows, reportViolation }: ChangeFacts): void {
  for (const { op, conversation, seq, clientId, device } of history) {
    if (op !== 'state') continue;
    const row = rows.get(placeOf(conversation, seq));
    if (row && row.clientId !== clientId)
      reportViolation('moved', `${device} was told of ${clientId} as seq ${seq} of ${conversation}`);
  }
}
