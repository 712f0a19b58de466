/** Applies changes of what users hide, on the node of the change at once and on the others by an event or a poll. */
import type { Typing } from '../conversations/typing.ts';
import type { Presence } from '../people/presence.ts';
import { createPollWindow } from '../poll-window.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { SettingsStore, UserPrivacy } from '../ports/settings-port.ts';
import type { PrivacyCache } from './privacy-cache.ts';

/** Interval at which each node polls for changes of other nodes, in milliseconds. */
export const privacyPollMs = 1_000;

export interface PrivacyChanges {
  /** Applies a change on this node, and tells the others. */
  publish(change: UserPrivacy): void;
  /** Applies a change of another node. Idempotent. */
  apply(change: UserPrivacy): void;
  /** Applies changes of other nodes. It needs no Redis, so a change always holds within a second. */
  poll(): Promise<void>;
}

export interface PrivacyChangeParts {
  store: Pick<SettingsStore, 'privacyChangedWithin'>;
  privacy: PrivacyCache;
  typing: Pick<Typing, 'endFor' | 'endInRooms'>;
  presence: Pick<Presence, 'showHere'>;
  fanout: Fanout;
}

export function createPrivacyChanges({ store, privacy, typing, presence, fanout }: PrivacyChangeParts): PrivacyChanges {
  const inPollWindow = createPollWindow();

  /** The user's devices fetch again: their view of others is no longer right. */
  function apply(change: UserPrivacy): void {
    const noted = privacy.note(change);
    if (!noted) return;
    const { userId } = change;
    const { typingNotices, lastSeen } = change.privacy;
    fanout.setTypingShown(userId, typingNotices);
    if (!typingNotices) {
      typing.endFor(userId);
      void typing.endInRooms(userId);
    }
    fanout.setLastSeenShown(userId, lastSeen);
    // A failure leaves the watchers with what they know until they ask again.
    if (noted.before?.lastSeen !== lastSeen) void presence.showHere(userId).catch(() => {});
    fanout.resyncLocal('privacy_changed', userId);
  }

  return {
    apply,
    publish(change) {
      apply(change);
      fanout.privacyChanged(change);
    },
    poll: () =>
      inPollWindow(async (windowMs) => {
        for (const change of await store.privacyChangedWithin(windowMs)) apply(change);
      }),
  };
}
