/** Fetches the newest messages of a conversation while the connection is being opened. */
import type { HistoryPage } from '../../protocol/shapes.ts';
import { isRoomName } from '../model/room-names.ts';
import type { StoredLog } from '../model/state-store.ts';
import { fetchObject } from './http-call.ts';
import { isHistoryPage } from './wire-shapes.ts';

declare global {
  interface Window {
    /** Ends the request of `document-start.js` for the newest messages. */
    stopEarlyLog?(): void;
  }
}

/** Fills all screens but the tallest. */
const pageSize = 20;

/**
 * A socket needs two round trips before its first request, which takes a third one; this takes one.
 * Null without an answer of the same user, and when the log is to start at an unread message before this page.
 */
export async function fetchEarlyLog(me: string, peer: string): Promise<StoredLog | null> {
  if (isRoomName(peer)) return null;
  const path = `/api/conversations/${encodeURIComponent(peer)}/messages?limit=${pageSize}&orNone=true`;
  const page = await fetchObject(isHistoryPage, 'GET', path).catch(() => null);
  if (!page || page.messages.length === 0 || !isOf(page, me) || startsBefore(page)) return null;
  const { channelId, messages, read, delivered, rev } = page;
  const readState = { ownReadSeq: read.me, peerReadSeq: read.peer, peerDeliveredSeq: delivered.peer };
  return { peer, channelId, messages, rev, readState };
}

/** Another user may have logged in by another tab. */
const isOf = ({ messages }: HistoryPage, me: string) => messages.every(({ from, to }) => from === me || to === me);

const startsBefore = ({ messages, read }: HistoryPage) => (messages[0]?.seq ?? 1) > read.me + 1;
