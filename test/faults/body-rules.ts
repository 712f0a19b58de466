/** Explains a body that a witness shows: as sent, as edited by its author, or empty because it is deleted. */
import { type ChangeAttempt, type ChangeFacts, placeOf } from './change-log.ts';
import type { HistoryEvent } from './fault-history.ts';
import type { Guarantee } from './verdicts.ts';
import { noText } from './witnessed-state.ts';
import type { WitnessedMessage } from './witnesses.ts';

export type Explain = (conversation: string, message: Omit<WitnessedMessage, 'state'>) => Guarantee | null;

/** @returns a function that answers the guarantee which such a body violates, or null */
export function bodyRules({ history, sent, attempts }: ChangeFacts): Explain {
  const blocks = blocksIn(history);
  return (conversation, { seq, from, clientId, hash }) => {
    if (sent.get(`${from} ${clientId}`)?.hash === hash) return null;
    const ofMessage = attempts.get(placeOf(conversation, seq)) ?? [];
    const wanted = ofMessage.filter((one) =>
      hash === noText ? one.kind === 'delete' : one.kind === 'edit' && one.value === hash,
    );
    if (wanted.length === 0) return 'altered';
    const own = wanted.filter(({ user }) => user === from);
    if (own.length === 0) return 'foreignEdit';
    if (own.some(({ phase }) => phase !== 'fail')) return null;
    return own.some((one) => isWithin(one, blocks)) ? 'blockIgnored' : 'unexpected';
  };
}

/** A time in which a block stood for certain: from the answer that sets it to the call that lifts it. */
export interface StandingBlock {
  conversation: string;
  from: number;
  until: number;
}

/** A call without an answer may lift a block for this long after it ended, in ms. */
const lateMs = 30_000;

export function blocksIn(history: readonly HistoryEvent[]): StandingBlock[] {
  const blocks: StandingBlock[] = [];
  let doubtfulUntil = 0;
  for (const { op, phase, isOn, conversation = '', t } of history) {
    if (op !== 'block') continue;
    const standing = blocks.find((one) => one.conversation === conversation && one.until === Number.POSITIVE_INFINITY);
    if (!isOn && phase === 'unknown') doubtfulUntil = t + lateMs;
    if (isOn && phase === 'ok' && !standing && t > doubtfulUntil)
      blocks.push({ conversation, from: t, until: Number.POSITIVE_INFINITY });
    if (!isOn && phase === 'invoke' && standing) standing.until = t;
  }
  return blocks;
}

export const isWithin = ({ conversation, from, until }: ChangeAttempt, blocks: readonly StandingBlock[]): boolean =>
  blocks.some((block) => block.conversation === conversation && block.from < from && until < block.until);
