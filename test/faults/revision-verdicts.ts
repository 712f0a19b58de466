/** Judges revisions: each is given once, none goes back, and none is taken by a repeat. */
import { type ChangeFacts, placeOf } from './change-log.ts';
import type { HistoryEvent } from './fault-history.ts';
import { RevFloors } from './rev-floors.ts';
import { digestOf, hasDoubleReaction, meaningOf, noText, type WitnessedState } from './witnessed-state.ts';

/** A message with a state, as a device or a row shows it. */
interface Sight {
  conversation: string;
  seq: number;
  hash: string;
  state: WitnessedState;
  /** Whether the body counts: a page may show one that is newer than the revision, and bodies of rows have their own verdicts. */
  isExact: boolean;
}

export function judgeRevisions(facts: ChangeFacts): void {
  const sights = [...seenStates(facts)];
  for (const { conversation, seq, state } of sights) {
    if (hasDoubleReaction(state))
      facts.reportViolation('doubleReaction', `${placeOf(conversation, seq)}: ${state.reactions.join(', ')}`);
  }
  const owners = judgeReuse(facts, sights);
  judgeRepeats(facts, sights, owners);
  judgeGaps(facts, owners);
  judgeOrder(facts);
  judgeHeads(facts);
}

function* seenStates({ history, witnesses }: ChangeFacts): Generator<Sight> {
  for (const { op, phase, conversation = '', seq = 0, hash = '', state, detail } of history) {
    const isSight = op === 'push' || op === 'state' || (phase === 'ok' && (op === 'change' || op === 'send'));
    if (isSight && state) yield { conversation, seq, hash, state, isExact: detail !== 'fetch' && detail !== 'feed' };
  }
  for (const { conversation, messages } of witnesses.rows)
    for (const { seq, hash, state } of messages) if (state) yield { conversation, seq, hash, state, isExact: false };
}

/** Each revision is that of a change: one that no sight shows is of an attempt without a clear answer. */
function judgeGaps({ witnesses, attempts, reportViolation }: ChangeFacts, owners: Owners): void {
  const open = new Map<string, number>();
  for (const { conversation, phase } of [...attempts.values()].flat())
    if (phase === 'unknown') open.set(conversation, (open.get(conversation) ?? 0) + 1);
  for (const { conversation, rev = 0, firstRev = 1 } of witnesses.rows) {
    let unseen = 0;
    for (let one = firstRev; one <= rev; one += 1) if (!owners.has(placeOf(conversation, one))) unseen += 1;
    const most = open.get(conversation) ?? 0;
    if (unseen > most)
      reportViolation('revisionGap', `${conversation}: ${unseen} of ${rev} revisions were not seen, ${most} are open`);
  }
}

interface Owned {
  seq: number;
  digest: string;
  /** Undefined while only pages have shown it. */
  hash: string | undefined;
}

/** The message of each revision, by `placeOf` conversation and revision. */
type Owners = Map<string, Owned>;

function judgeReuse({ reportViolation }: ChangeFacts, sights: readonly Sight[]): Owners {
  const owners: Owners = new Map();
  for (const { conversation, seq, hash, state, isExact } of sights) {
    const key = placeOf(conversation, state.rev);
    const digest = digestOf(state);
    const owner = owners.get(key);
    if (!owner) owners.set(key, { seq, digest, hash: isExact ? hash : undefined });
    else if (owner.seq !== seq) reportViolation('revisionReused', `rev ${key}: of seq ${owner.seq} and of seq ${seq}`);
    else if (owner.digest !== digest || (isExact && (owner.hash ?? hash) !== hash))
      reportViolation('revisionReused', `rev ${key}: two contents of seq ${seq}`);
    else if (isExact) owner.hash = hash;
  }
  return owners;
}

/** Two successive revisions of a message differ in their meaning, if all revisions between them belong to other messages. */
function judgeRepeats({ sent, rows, reportViolation }: ChangeFacts, sights: readonly Sight[], owners: Owners): void {
  const revs = new Map<string, Map<number, WitnessedState>>();
  for (const { conversation, seq, state } of sights) {
    const place = placeOf(conversation, seq);
    const known = revs.get(place) ?? new Map<number, WitnessedState>();
    // The first sight counts: an answer or push. Rows come last, and have their own verdicts.
    if (!known.has(state.rev)) known.set(state.rev, state);
    revs.set(place, known);
  }
  for (const [place, states] of revs) {
    const conversation = place.slice(0, place.lastIndexOf(' '));
    const row = rows.get(place);
    const sentHash = sent.get(`${row?.from} ${row?.clientId}`)?.hash;
    let before = sentHash === undefined ? undefined : { rev: 0, meaning: meaningOf(sentHash, undefined) };
    for (const [rev, state] of [...states].sort(([one], [other]) => one - other)) {
      const hash = owners.get(placeOf(conversation, rev))?.hash;
      const meaning = hash === undefined ? undefined : meaningOf(state.deletedAt ? noText : hash, state);
      if (before && meaning === before.meaning && ownedBetween(owners, conversation, before.rev, rev))
        reportViolation('repeatCounted', `${place}: rev ${rev} is the same as rev ${before.rev}`);
      before = meaning === undefined ? undefined : { rev, meaning };
    }
  }
}

function ownedBetween(owners: Owners, conversation: string, from: number, to: number): boolean {
  for (let rev = from + 1; rev < to; rev += 1) if (!owners.has(placeOf(conversation, rev))) return false;
  return true;
}

/** An answer shows nothing older than the answers and pushes before its call. */
function judgeOrder({ history, reportViolation }: ChangeFacts): void {
  const floors = new RevFloors();
  const begun = new Map<number, number>();
  for (const event of history) {
    const { op, phase, call, t, conversation, seq, device, state } = event;
    if (phase === 'invoke' && call !== undefined) begun.set(call, t);
    const since = call === undefined ? undefined : begun.get(call);
    const check = (key: string, rev: number) => {
      const floor = since === undefined ? 0 : floors.before(key, since);
      if (rev < floor) reportViolation('revisionBack', `${key}: ${op} of ${device} shows rev ${rev} after ${floor}`);
    };
    if (phase === 'ok' && event.rev !== undefined) {
      check(`${conversation}`, event.rev);
      floors.raise(`${conversation}`, event.rev, t);
    }
    if (!showsMessage(event)) continue;
    const rev = state?.rev ?? 0;
    check(placeOf(conversation, seq), rev);
    floors.raise(placeOf(conversation, seq), rev, t);
    floors.raise(`${conversation}`, rev, t);
  }
}

const showsMessage = ({ op, phase }: HistoryEvent) =>
  op === 'push' || op === 'state' || (phase === 'ok' && (op === 'change' || op === 'send'));

/** No message has a higher revision than its conversation: in the rows, and in a page of changes. */
function judgeHeads({ history, witnesses, reportViolation }: ChangeFacts): void {
  for (const { conversation, messages, rev = 0 } of witnesses.rows) {
    const highest = messages.reduce((top, { state }) => Math.max(top, state?.rev ?? 0), 0);
    if (highest > rev) reportViolation('revBehind', `${conversation}: its rev is ${rev}, a message has ${highest}`);
  }
  const heads = new Map<number, number>();
  for (const { op, phase, call = 0, rev, state, conversation, device } of history) {
    if (op === 'feed' && phase === 'ok' && rev !== undefined) heads.set(call, rev);
    const head = op === 'state' || op === 'push' ? heads.get(call) : undefined;
    if (head !== undefined && (state?.rev ?? 0) > head)
      reportViolation(
        'revBehind',
        `${conversation}: a page for ${device} has rev ${head}, a message of it ${state?.rev}`,
      );
  }
}
