/** Starts the parts of the signed-in page that are not part of its first view. */
import { followLastView } from './compose-last-view.ts';
import { startNotices } from './compose-notices.ts';
import { followReloads } from './compose-reload.ts';
import { startUploads } from './compose-uploads.ts';
import { followFoundPeers } from './model/found-peers.ts';
import type { Messenger } from './model/messenger.ts';
import { followMissedArrivals } from './model/missed-arrivals.ts';
import { followMuteEnds } from './model/mute-ends.ts';
import { followRooms } from './model/rooms/follow-rooms.ts';
import { followUnlistedUnread } from './model/unlisted-unread.ts';
import type { UserSession } from './model/user-session.ts';
// A log-out must work although the server has another build by then.
import './net/account-http.ts';
import { speakNews } from './view/app/spoken-news.ts';
import { followVisiblePart } from './view/app/visible-part.ts';
import { nextTask } from './view/kit/rest.ts';

type Start = (messenger: Messenger) => () => void;

/** Each starts in a task of its own: all at once would keep the page from answering keys for a while. Returns the function that ends them. */
export function startLater({ messenger, notices, uploads }: UserSession): () => void {
  const starts: Start[] = [
    () => {
      const { center, stop } = startNotices(messenger);
      notices.value = center;
      return stop;
    },
    followReloads,
    followLastView,
    followRooms,
    followFoundPeers,
    followMissedArrivals,
    followUnlistedUnread,
    ({ conversations }) => followMuteEnds(conversations),
    speakNews,
    followVisiblePart,
    () => startUploads(messenger, uploads),
  ];
  const stops: (() => void)[] = [];
  void startInTurn(starts, messenger, stops);
  return () => {
    starts.length = 0;
    stops.forEach((stop) => void stop());
  };
}

async function startInTurn(starts: Start[], messenger: Messenger, stops: (() => void)[]): Promise<void> {
  for (let start = starts.shift(); start; start = starts.shift()) {
    stops.push(start(messenger));
    await nextTask();
  }
}
