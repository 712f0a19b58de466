/** Tells the sockets that have listed users that the directory has changed: the first change at once, those that follow together. */
import type { SocketServer } from './socket-server.ts';

/** Clients may ask for the directory at this rate after a notice, so each gets time in proportion to their number. */
const asksPerSecond = 200;
const leastPauseMs = 1_000;
/** The page asks this often anyway. */
const longestPauseMs = 30_000;

/** @param onNotice - called for each notice, to tell the other nodes. */
export function createDirectoryNotices(io: SocketServer, onNotice: () => void): { changed(isLocal: boolean): void } {
  /** Null when no pause runs; else what has changed in it. */
  let pause: { changed: boolean; isLocal: boolean } | null = null;

  function notify(isLocal: boolean): void {
    const listing = [...io.of('/').sockets.values()].filter(({ data }) => data.listsUsers);
    const withinMs = Math.min(longestPauseMs, Math.ceil((listing.length * 1_000) / asksPerSecond));
    for (const socket of listing) socket.emit('directoryChanged', { withinMs });
    if (isLocal) onNotice();
    const waiting = { changed: false, isLocal: false };
    pause = waiting;
    setTimeout(
      () => {
        pause = null;
        if (waiting.changed) notify(waiting.isLocal);
      },
      Math.max(leastPauseMs, withinMs),
    ).unref();
  }

  return {
    changed(isLocal) {
      if (pause === null) return notify(isLocal);
      pause.changed = true;
      pause.isLocal ||= isLocal;
    },
  };
}
