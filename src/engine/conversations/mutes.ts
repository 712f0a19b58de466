/** Mutes: a user is not notified of the messages of a muted conversation. The peer is not told. */
import type { Payload } from '../../protocol/events.ts';
import type { MuteAnswer } from '../../protocol/settings.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { Caller } from '../ports/identifiers.ts';
import type { MuteStore } from '../ports/mute-port.ts';
import type { ConversationGate } from './conversation-gate.ts';
import { nameWith } from './conversation-name.ts';
import { placeOf } from './conversation-view.ts';
import { devicesIn } from './member-pushes.ts';

export type Mute = (caller: Caller, payload: Payload<'mute'>) => Promise<MuteAnswer>;

export function createMute(gate: ConversationGate, store: MuteStore, fanout: Fanout): Mute {
  return async (caller, { until, ...name }) => {
    const conversation = await gate.open(caller, nameWith(name));
    const { channelId } = conversation;
    const end = until === null ? null : new Date(until);
    await store.mute(channelId, caller.id, end);
    const mutedUntil = toMutedUntil(end);
    devicesIn(fanout, conversation).toUser(
      caller.id,
      'muted',
      { ...placeOf(conversation), mutedUntil },
      caller.socketId,
    );
    return { mutedUntil };
  };
}

/** A mute that has passed counts as none. */
export const toMutedUntil = (until: Date | null): string | null =>
  until && until.getTime() > Date.now() ? until.toISOString() : null;
