/** The feed of changes: what changed after a revision, the pinned messages, and the versions of a message. */
import type { Payload } from '../../protocol/events.ts';
import { limits } from '../../protocol/limits.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { ChangePage, PinList, VersionList } from '../../protocol/shapes.ts';
import type { ChangeStore } from '../ports/change-port.ts';
import type { ConversationStore } from '../ports/conversation-port.ts';
import type { Caller } from '../ports/identifiers.ts';
import type { ConversationGate } from './conversation-gate.ts';
import { nameWith } from './conversation-name.ts';
import { noMessage, openOnly } from './open-conversation.ts';
import { fitNewest, fitPage } from './page-bytes.ts';
import { previewOf } from './wire-message.ts';

export type ChangeFeed = ReturnType<typeof createChangeFeed>;

export function createChangeFeed(gate: ConversationGate, conversations: ConversationStore, store: ChangeStore) {
  /** The revision is read before the messages: a change in between is in the page, or above the answered revision. */
  async function list(caller: Caller, payload: Payload<'chatChanges'>): Promise<ChangePage> {
    const { after, limit = limits.pageDefault } = payload;
    const { channelId, showAll } = await gate.find(caller, nameWith(payload));
    const { rev } = await conversations.head(channelId);
    if (after > rev) throw futureRev();
    const found = after === rev ? [] : await store.changedAfter(channelId, after, limit + 1);
    const messages = fitPage(await showAll(found.slice(0, limit)));
    const last = messages.at(-1)?.rev ?? 0;
    return { messages, rev: Math.max(rev, last), hasMore: messages.length < found.length };
  }

  async function versions(caller: Caller, { seq, ...name }: Payload<'messageVersions'>): Promise<VersionList> {
    const { channelId } = await openOnly(gate, caller, nameWith(name));
    const found = await store.versions(channelId, seq);
    if (!found) throw noMessage();
    return { versions: fitNewest(found.map(({ body, at }) => ({ body, at: at.toISOString() }))) };
  }

  /** Read as history is, also while a block stands. */
  async function pinned(caller: Caller, payload: Payload<'pinnedMessages'>): Promise<PinList> {
    const { channelId, showAll } = await gate.find(caller, nameWith(payload));
    const found = await store.pinned(channelId, limits.pinsMax);
    return { messages: fitPage((await showAll(found)).map(previewOf)) };
  }

  return { list, pinned, versions };
}

const futureRev = () =>
  new Refusal('invalid_input', 'The conversation has no such revision.', {
    fields: { after: 'is above the last one' },
  });
