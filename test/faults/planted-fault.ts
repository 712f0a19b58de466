/** Types and messages of planted violations. */
import { hashOf } from './fault-history.ts';
import { type RecordedRun, witnessedMessage } from './sound-run.ts';
import { bodyOf, conversation, senderOf } from './sound-users.ts';
import type { Guarantee } from './verdicts.ts';

export interface Planted {
  name: string;
  caughtBy: Guarantee;
  /** The run into which it is planted; that of a pair by default. */
  sound?: () => RecordedRun;
  plant(run: RecordedRun): RecordedRun;
}

export const send = (seq: number, t: number, call: number) =>
  ({
    t,
    op: 'send',
    call,
    conversation,
    user: senderOf(seq),
    device: `${senderOf(seq)}/1`,
    session: `s-${senderOf(seq)}`,
    clientId: `extra-${call}`,
    hash: hashOf(bodyOf(seq)),
  }) as const;

export const extra = (call: number, seq: number) => ({ ...witnessedMessage(seq), clientId: `extra-${call}` });
