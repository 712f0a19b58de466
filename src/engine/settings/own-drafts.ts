/** The drafts of users: the unsent texts, the same on all devices of a user. */
import type { Draft, DraftList, DraftQuery, DraftSaved } from '../../protocol/draft-shapes.ts';
import type { Payload } from '../../protocol/events.ts';
import { limits } from '../../protocol/limits.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { foldUsername } from '../../protocol/usernames.ts';
import type { ConversationGate } from '../conversations/conversation-gate.ts';
import { nameWith } from '../conversations/conversation-name.ts';
import { fitPage } from '../conversations/page-bytes.ts';
import type { DraftStore, ListedDraft, StoredDraft } from '../ports/draft-port.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { Caller } from '../ports/identifiers.ts';
import { lobbyId } from '../ports/room-port.ts';
import type { UserStore } from '../ports/user-port.ts';
import type { Lobby } from '../rooms/lobby.ts';

export interface OwnDrafts {
  /**
   * Stores a draft, and tells the caller's other devices; of a room those that have asked for rooms. A text that is stored already takes no version, whatever its base.
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
  lobby: Pick<Lobby, 'isOn'>;
  fanout: Fanout;
}

type Made = Pick<Payload<'saveDraft'>, 'text' | 'base'>;

export function createOwnDrafts(parts: DraftParts): OwnDrafts {
  const { drafts: store, gate, lobby, fanout } = parts;
  return {
    /** A draft may stand before there is a conversation. */
    async save(caller, { text, base, ...named }) {
      const name = nameWith(named);
      const made = { text, base };
      if ('peer' in name) return saveToPeer(parts, caller, foldUsername(name.peer), made);
      const { channelId, peer } = await gate.find(caller, name);
      if (peer) return saveToPeer(parts, caller, peer.username, made);
      const { isChanged, draft } = await store.saveInRoom(caller.id, channelId, text, base);
      if (isChanged)
        fanout.toRoomDevices(caller.id, 'draft', toDraft({ conversation: channelId }, draft), caller.socketId);
      return { version: draft?.version ?? 0 };
    },

    async list({ id }, { before = null, rooms = false }) {
      const hidden = lobby.isOn ? {} : { except: lobbyId };
      const found = await store.list(id, { before, limit: limits.pageMax + 1, rooms, ...hidden });
      const drafts = fitPage(found.slice(0, limits.pageMax).map((draft) => toDraft(draft.place, draft)));
      const last = drafts.at(-1);
      return { drafts, ...(last && drafts.length < found.length && { next: last.version }) };
    },
  };
}

async function saveToPeer(
  { drafts, users, fanout }: DraftParts,
  caller: Caller,
  username: string,
  { text, base }: Made,
): Promise<DraftSaved> {
  const peer = await users.findPeer(username);
  if (!peer || (peer.isDeleted && text !== '')) throw unknownUser();
  const { isChanged, draft } = await drafts.save(caller.id, peer.id, text, base);
  if (peer.isDeleted && !draft) throw unknownUser();
  if (isChanged) fanout.toUser(caller.id, 'draft', toDraft({ with: peer.username }, draft), caller.socketId);
  return { version: draft?.version ?? 0 };
}

const unknownUser = () => new Refusal('not_found', 'There is no user of that name.');

const toDraft = (place: ListedDraft['place'], { text, version, updatedAt }: StoredDraft): Draft => ({
  ...place,
  text,
  version,
  updatedAt: updatedAt.toISOString(),
});
