/** The request that archives a conversation, and its answer. */
import { type Static, Type } from 'typebox';
import { ReachedSeq } from './values.ts';

export const ArchiveBody = Type.Object({ on: Type.Boolean() });
export type ArchiveBody = Static<typeof ArchiveBody>;

/** `seq` is the last message: the conversation is archived until a newer one comes. */
export const ArchiveAnswer = Type.Object({ archived: Type.Boolean(), seq: ReachedSeq });
export type ArchiveAnswer = Static<typeof ArchiveAnswer>;
