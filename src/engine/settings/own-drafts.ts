/** The drafts of users: the unsent texts, the same on all devices of a user. */
import type { Draft, DraftList, DraftQuery, DraftSaved } from '../../protocol/draft-shapes.ts';
import type { Payload } from '../../protocol/events.ts';
import { limits } from '../../protocol/limits.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { foldUsername } from '../../protocol/usernames.ts';
import type { ConversationGate } from '../conversations/conversation-gate.ts';
import { type ConversationName, nameWith } from '../conversations/conversation-name.ts';
import { fitPage } from '../conversations/page-bytes.ts';
import type { DraftStore, StoredDraft } from '../ports/draft-port.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { Caller } from '../ports/identifiers.ts';
import type { UserStore } from '../ports/user-port.ts';

export interface OwnDrafts {
  /**
   * Stores a draft, and tells the caller's other devices. A text that is stored already takes no version, whatever its base.
   * @throws Refusal `not_found`; `conflict` with the stored draft when it was not made from `base`; `invalid_input` beyond
   * the number of drafts
   */
  save(caller: Caller, payload: Payload<'saveDraft'>): Promise<DraftSaved>;
  /** A page ends by number and by bytes. */
  list(caller: Caller, query: DraftQuery): Promise<DraftList>;
}

export interface DraftParts {
  drafts: DraftStore;
  users: UserStore;
  gate: ConversationGate;
  fanout: Fanout;
}

export function createOwnDrafts({ drafts: store, users, gate, fanout }: DraftParts): OwnDrafts {
  /** A draft may stand before there is a conversation. */
  async function peerOf(caller: Caller, name: ConversationName) {
    if ('peer' in name) return users.findPeer(foldUsername(name.peer));
    const { peer } = await gate.find(caller, name);
    return peer && users.findPeer(peer.username);
  }

  return {
    async save(caller, { text, base, ...name }) {
      const peer = await peerOf(caller, nameWith(name));
      if (!peer || (peer.isDeleted && text !== '')) throw unknownUser();
      const { isChanged, draft } = await store.save(caller.id, peer.id, text, base);
      if (peer.isDeleted && !draft) throw unknownUser();
      if (isChanged) fanout.toUser(caller.id, 'draft', toDraft(peer.username, draft), caller.socketId);
      return { version: draft?.version ?? 0 };
    },

    async list({ id }, { before = null }) {
      const found = await store.list(id, before, limits.pageMax + 1);
      const drafts = fitPage(found.slice(0, limits.pageMax).map((draft) => toDraft(draft.username, draft)));
      const last = drafts.at(-1);
      return { drafts, ...(last && drafts.length < found.length && { next: last.version }) };
    },
  };
}

const unknownUser = () => new Refusal('not_found', 'There is no user of that name.');

const toDraft = (username: string, { text, version, updatedAt }: StoredDraft): Draft => ({
  with: username,
  text,
  version,
  updatedAt: updatedAt.toISOString(),
});
