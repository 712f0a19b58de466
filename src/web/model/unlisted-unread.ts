/** Learns the unread conversations beyond the loaded part of the list: the page counts them, and the list shows them. */
import { batch, effect, untracked } from '@preact/signals';
import type { Data } from '../../protocol/events.ts';
import type { ListedConversation } from '../../protocol/shapes.ts';
import { listQuery } from './inbox.ts';
import type { Messenger } from './messenger.ts';
import { Refresher } from './refresher.ts';
import { shownAs } from './room-names.ts';

const pageSize = 50;
/** Of 1,000 conversations; older ones count when the list shows them. */
const maxPages = 20;

/** Asks once, since a later message moves its conversation into the loaded part. Returns the function that ends it. */
export function followUnlistedUnread(messenger: Messenger): () => void {
  const { wire, inbox } = messenger;
  const isConnected = () => wire.state.value === 'connected';
  let isDone = false;
  const walking = new Refresher(
    async (abandoned) => {
      if (isDone) return;
      await learnUnread(messenger, abandoned);
      isDone = true;
    },
    { canRun: () => untracked(isConnected), failuresBefore: 2 },
  );
  const unfollow = effect(() => {
    if (isConnected() && inbox.confirmed.value && inbox.hasMore.value && !isDone)
      untracked(() => void walking.refresh());
  });
  return () => {
    unfollow();
    walking.stop();
  };
}

async function learnUnread(messenger: Messenger, abandoned: AbortSignal): Promise<void> {
  let cursor: string | null = null;
  for (let page = 0; page < maxPages; page += 1) {
    const query = listQuery(messenger.features, pageSize, cursor);
    const answer: Data<'conversations'> = await messenger.wire.request('conversations', query);
    if (abandoned.aborted) return;
    learn(
      messenger,
      answer.conversations.filter(({ unread }) => unread > 0),
    );
    cursor = answer.next;
    if (cursor === null) return;
  }
}

function learn({ users, conversations, history, receipts }: Messenger, unread: readonly ListedConversation[]): void {
  batch(() => {
    users.learn(unread.map(shownAs));
    for (const summary of unread) {
      const conversation = conversations.learn(summary);
      if (conversation.behind) history.fillGapSoon(conversation);
      receipts.report('markDelivered', conversation, conversation.last.peek()?.seq ?? 0);
    }
  });
}
