/** Starts the parts of the signed-in page that are not part of its first view. */
import { startNotices } from './compose-notices.ts';
import { followReloads } from './compose-reload.ts';
import { startUploads } from './compose-uploads.ts';
import { followFoundPeers } from './model/found-peers.ts';
import { followMissedArrivals } from './model/missed-arrivals.ts';
import { followMuteEnds } from './model/mute-ends.ts';
import { followRooms } from './model/rooms/follow-rooms.ts';
import { followUnlistedUnread } from './model/unlisted-unread.ts';
import type { UserSession } from './model/user-session.ts';
// A log-out must work although the server has another build by then.
import './net/account-http.ts';
import { speakNews } from './view/app/spoken-news.ts';
import { followVisiblePart } from './view/app/visible-part.ts';

/** Returns the function that ends them. */
export function startLater({ messenger, notices, uploads }: UserSession): () => void {
  const started = startNotices(messenger);
  notices.value = started.center;
  const stops = [
    followReloads(messenger),
    followRooms(messenger),
    followFoundPeers(messenger),
    followMissedArrivals(messenger),
    followUnlistedUnread(messenger),
    followMuteEnds(messenger.conversations),
    speakNews(messenger),
    followVisiblePart(),
    startUploads(messenger, uploads),
    () => started.stop(),
  ];
  return () => stops.forEach((stop) => void stop());
}
