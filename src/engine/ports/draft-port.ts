/** The store of users' drafts. */
import type { ConversationId, UserId } from './identifiers.ts';

export interface StoredDraft {
  /** Empty when the draft was removed. */
  text: string;
  version: number;
  updatedAt: Date;
}

export interface ListedDraft extends StoredDraft {
  /** The peer, whose account may be deleted, or the room. */
  place: { with: string } | { conversation: ConversationId };
}

export interface DraftListQuery {
  /** Only versions below; null for all. */
  before: number | null;
  limit: number;
  /** Also the drafts in rooms. False by default. */
  rooms?: boolean;
  /** A room that is left out. */
  except?: ConversationId;
}

/** `isChanged` is false when the text was stored already; its draft is null when there never was one. */
export type DraftOutcome = { isChanged: true; draft: StoredDraft } | { isChanged: false; draft: StoredDraft | null };

export interface DraftStore {
  /**
   * Stores the text with the user's next version. An empty text removes the draft.
   * @param base - the version that the text was made from.
   * @throws Refusal `conflict` with the stored draft when `base` is another version; `invalid_input` beyond the number of
   * drafts; `unauthorized` for a deleted account. Nothing is stored then.
   */
  save(userId: UserId, peerId: UserId, text: string, base: number): Promise<DraftOutcome>;
  /** As `save`, in a room. @throws Refusal also `not_found` for those who are no members */
  saveInRoom(userId: UserId, channelId: ConversationId, text: string, base: number): Promise<DraftOutcome>;
  /** Up to `limit` drafts, the newest version first. */
  list(userId: UserId, query: DraftListQuery): Promise<ListedDraft[]>;
}
