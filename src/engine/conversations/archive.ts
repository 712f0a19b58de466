/** The archive: an archived conversation is not in the list until a new message comes. The peer is not told. */
import type { ArchiveAnswer } from '../../protocol/archive-shapes.ts';
import type { Payload } from '../../protocol/events.ts';
import type { ArchiveStore } from '../ports/archive-port.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { Caller } from '../ports/identifiers.ts';
import type { ConversationGate } from './conversation-gate.ts';
import { nameWith } from './conversation-name.ts';
import { placeOf } from './conversation-view.ts';
import { devicesIn } from './member-pushes.ts';

export type Archive = (caller: Caller, payload: Payload<'archive'>) => Promise<ArchiveAnswer>;

export function createArchive(gate: ConversationGate, store: ArchiveStore, fanout: Fanout): Archive {
  return async (caller, { on, ...name }) => {
    const conversation = await gate.find(caller, nameWith(name));
    const { channelId, isOpen } = conversation;
    const { lastSeq: seq } = await gate.head(channelId);
    // A conversation without a message is in no list.
    if (!isOpen || seq === 0) return { archived: false, seq: 0 };
    await store.archive(channelId, caller.id, on ? seq : 0);
    const answer = { archived: on, seq };
    devicesIn(fanout, conversation).toUser(
      caller.id,
      'archived',
      { ...placeOf(conversation), ...answer },
      caller.socketId,
    );
    return answer;
  };
}
