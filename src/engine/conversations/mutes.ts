/** Mutes: a user is not notified of the messages of a muted conversation. The peer is not told. */
import type { Payload } from '../../protocol/events.ts';
import type { MuteAnswer } from '../../protocol/settings.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { Caller } from '../ports/identifiers.ts';
import type { MuteStore } from '../ports/mute-port.ts';
import { nameWith } from './conversation-name.ts';
import type { ConversationGate } from './conversation-gate.ts';

export type Mute = (caller: Caller, payload: Payload<'mute'>) => Promise<MuteAnswer>;

export function createMute(gate: ConversationGate, store: MuteStore, fanout: Fanout): Mute {
  return async (caller, { until, ...name }) => {
    const { channelId, peer } = await gate.open(caller, nameWith(name));
    const end = until === null ? null : new Date(until);
    await store.mute(channelId, caller.id, end);
    const mutedUntil = toMutedUntil(end);
    fanout.toUser(caller.id, 'muted', { channelId, username: peer.username, mutedUntil }, caller.socketId);
    return { mutedUntil };
  };
}

/** A mute that has passed counts as none. */
export const toMutedUntil = (until: Date | null): string | null =>
  until && until.getTime() > Date.now() ? until.toISOString() : null;
