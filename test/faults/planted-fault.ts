/** What a planted fault is, and a message to plant. */
import { hashOf } from './fault-history.ts';
import { bodyOf, conversation, type DoctoredRun, senderOf, testimonyOf } from './sound-run.ts';
import type { Promised } from './verdicts.ts';

export interface Planted {
  name: string;
  caughtBy: Promised;
  plant(run: DoctoredRun): DoctoredRun;
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

export const extra = (call: number, seq: number) => ({ ...testimonyOf(seq), clientId: `extra-${call}` });
