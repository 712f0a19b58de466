/** Who is typing: volatile, kept by the node of the typist's socket, over after five seconds, a message or a disconnect. */
import { limits } from '../protocol/limits.ts';
import type { Caller, ChannelId, Fanout, SocketId, UserId } from './ports.ts';

interface Typist {
  caller: Caller;
  channelId: ChannelId;
  peerId: UserId;
  timer: NodeJS.Timeout;
}

export type Typing = ReturnType<typeof createTyping>;

export function createTyping(fanout: Fanout) {
  const typists = new Map<string, Typist>();
  const keyOf = (caller: Caller, channelId: ChannelId) => `${caller.id} ${channelId}`;

  function start(caller: Caller, channelId: ChannelId, peerId: UserId): void {
    const key = keyOf(caller, channelId);
    clearTimeout(typists.get(key)?.timer);
    const timer = setTimeout(() => stop(caller, channelId, peerId), limits.typingMs);
    typists.set(key, { caller, channelId, peerId, timer });
    fanout.toUser(peerId, 'typing', { channelId, from: caller.username });
  }

  /** Tells the peer that typing is over, if it was going on. */
  function stop(caller: Caller, channelId: ChannelId, peerId: UserId): void {
    const typist = typists.get(keyOf(caller, channelId));
    if (!typist) return;
    clearTimeout(typist.timer);
    typists.delete(keyOf(caller, channelId));
    fanout.toUser(peerId, 'doneTyping', { channelId, from: caller.username });
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

  return { start, stop, disconnected, close };
}
