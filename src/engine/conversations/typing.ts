/** Who is typing: volatile, kept by the node of the typist's socket, over after five seconds, a message or a disconnect. */

import { limits } from '../../protocol/limits.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { Caller, ConversationId, SocketId, UserId } from '../ports/identifiers.ts';

interface Typist {
  caller: Caller;
  channelId: ConversationId;
  peerId: UserId;
  timer: NodeJS.Timeout;
  /** Whether the peer has been told. */
  told: boolean;
}

export type Typing = ReturnType<typeof createTyping>;

export function createTyping(fanout: Fanout, isBlocked: (channelId: ConversationId) => Promise<boolean>) {
  const typists = new Map<string, Typist>();
  const keyOf = (caller: Caller, channelId: ConversationId) => `${caller.id} ${channelId}`;

  /** Tells the peer, unless a block stands. What ends it meanwhile comes first, whatever the order of the answers. */
  async function start(caller: Caller, channelId: ConversationId, peerId: UserId): Promise<void> {
    const key = keyOf(caller, channelId);
    const known = typists.get(key);
    clearTimeout(known?.timer);
    const timer = setTimeout(() => stop(caller, channelId, peerId), limits.typingMs);
    const typist = { caller, channelId, peerId, timer, told: known?.told ?? false };
    typists.set(key, typist);
    const blocked = await isBlocked(channelId);
    if (blocked || typists.get(key) !== typist) return;
    typist.told = true;
    fanout.toUser(peerId, 'typing', { channelId, from: caller.username });
  }

  /** As `stop`, after what was started before it has been told. */
  async function done(caller: Caller, channelId: ConversationId, peerId: UserId): Promise<void> {
    await isBlocked(channelId);
    stop(caller, channelId, peerId);
  }

  /** Tells the peer that typing is over, if it was going on. */
  function stop(caller: Caller, channelId: ConversationId, peerId: UserId): void {
    const typist = typists.get(keyOf(caller, channelId));
    if (!typist) return;
    clearTimeout(typist.timer);
    typists.delete(keyOf(caller, channelId));
    if (typist.told) fanout.toUser(peerId, 'doneTyping', { channelId, from: caller.username });
  }

  /** Whoever types in this conversation is through, as far as the other is told. */
  function end(ended: ConversationId): void {
    for (const { caller, channelId, peerId } of [...typists.values()]) {
      if (channelId === ended) stop(caller, channelId, peerId);
    }
  }

  /** The socket is gone, and with it what was being typed there. */
  function disconnected(socketId: SocketId): void {
    for (const { caller, channelId, peerId } of [...typists.values()]) {
      if (caller.socketId === socketId) stop(caller, channelId, peerId);
    }
  }

  function close(): void {
    for (const { timer } of typists.values()) clearTimeout(timer);
    typists.clear();
  }

  return { start, done, stop, end, disconnected, close };
}
