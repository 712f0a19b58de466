/** Receipts: how far each member of a conversation has read and received. */

import type { Payload } from '../../protocol/events.ts';
import type { DeliveredSeqs, ReadSeqs } from '../../protocol/shapes.ts';
import type { Notifications } from '../notifications/notifications.ts';
import type { ConversationStore } from '../ports/conversation-port.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { Caller, UserId } from '../ports/identifiers.ts';
import type { Advanced, ReadState, ReceiptKind } from '../ports/read-state-port.ts';
import type { PrivacyCache } from '../settings/privacy-cache.ts';
import type { ConversationGate } from './conversation-gate.ts';
import { nameWith } from './conversation-name.ts';
import type { ConversationView } from './conversation-view.ts';
import { devicesIn, pushToMembers } from './member-pushes.ts';

const nobody: ReadonlySet<UserId> = new Set();

export type Receipts = ReturnType<typeof createReceipts>;

export function createReceipts(
  gate: ConversationGate,
  store: ConversationStore,
  fanout: Fanout,
  privacy: PrivacyCache,
  notifications: Pick<Notifications, 'shown' | 'read'>,
) {
  /** Moves the caller's read state to `seq`, but not past the last message; answers its new or unchanged seq. */
  async function advance(
    caller: Caller,
    kind: ReceiptKind,
    { seq: asked, shown = false, ...name }: Payload<'markDelivered'>,
  ): Promise<number> {
    const { channelId, peer, members: both, isOpen } = await gate.find(caller, nameWith(name));
    // A room does not tell which member has read which message.
    const members = peer ? both : [caller.id];
    const devices = devicesIn(fanout, { peer });
    if (!isOpen) return 0;
    // Notes to oneself have no receipts: they count as read.
    if (peer?.id === caller.id) return Math.min(asked, (await store.head(channelId)).lastSeq);
    const hiding = kind === 'read' ? await privacy.hiding('readReceipts', members) : nobody;
    const { seq, moved, unmarked, isHidden } = await (hiding.size === 0
      ? store.advance(channelId, caller.id, kind, asked)
      : readUntold({ store, devices }, caller, { channelId, members }, { asked, isTimed: !hiding.has(caller.id) }));
    // A message that was read was delivered: one push tells both.
    const receipt = { channelId, username: caller.username, seq };
    if (moved) pushToMembers(devices, isHidden ? [caller.id] : members, kind, receipt);
    else if (unmarked) pushToMembers(devices, [caller.id], kind, receipt);
    if (kind === 'read' && moved) notifications.read(caller.id, channelId, seq);
    else if (shown) notifications.shown(caller.id, channelId, seq);
    return seq;
  }

  return {
    read: (caller: Caller, payload: Payload<'markRead'>) => advance(caller, 'read', payload),
    delivered: (caller: Caller, payload: Payload<'markDelivered'>) => advance(caller, 'delivered', payload),
  };
}

interface UntoldRead {
  asked: number;
  /** Whether the time of reading is kept. */
  isTimed: boolean;
}

/** Reads without telling the peer, who learns only that the messages were delivered. */
async function readUntold(
  { store, devices }: { store: ConversationStore; devices: Pick<Fanout, 'toUser'> },
  caller: Caller,
  { channelId, members }: Pick<ConversationView, 'channelId' | 'members'>,
  { asked, isTimed }: UntoldRead,
): Promise<Advanced> {
  const [delivered, read] = await Promise.all([
    store.advance(channelId, caller.id, 'delivered', asked),
    store.advance(channelId, caller.id, 'read', asked, isTimed),
  ]);
  const { seq, moved, isHidden } = delivered;
  const receipt = { channelId, username: caller.username, seq };
  if (moved) pushToMembers(devices, isHidden ? [caller.id] : members, 'delivered', receipt);
  return { ...read, isHidden: true };
}

/** The receipts of notes to oneself: everything is read. */
export const toOwnReceipts = (lastSeq: number): Receipted => ({
  read: { me: lastSeq, peer: lastSeq },
  delivered: { peer: lastSeq },
});

export interface Receipted {
  read: ReadSeqs;
  delivered: DeliveredSeqs;
}

/**
 * The read states as one of the two members sees them. A message that was read counts as delivered.
 * @param isTold - whether neither of the two hides read receipts.
 */
export function toReceipts(states: readonly ReadState[], me: UserId, isTold: boolean): Receipted {
  const mine = states.find((row) => row.userId === me);
  const theirs = states.find((row) => row.userId !== me);
  const peers = theirs?.frozen ?? theirs;
  const read = { me: mine?.readSeq ?? 0, peer: peers?.readSeq ?? 0 };
  const delivered = { peer: Math.max(peers?.deliveredSeq ?? 0, read.peer) };
  return { read: isTold ? read : { ...read, peer: 0 }, delivered };
}
