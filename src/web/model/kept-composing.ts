/** Keeps replies and edits that are being written across a reload, until the tab closes. */
import { batch } from '@preact/signals';
import type { Editing, ReplyingTo } from './composing.ts';
import type { Messenger } from './messenger.ts';
import type { TabStore } from './text-store.ts';

export interface KeptComposing {
  readonly reply: ReplyingTo | null;
  readonly edit: Editing | null;
  /** The changed text of the edit. */
  readonly text: string;
}

/** Those of the open conversation, and of the others that have a draft. */
export function keepComposing({ open, conversations }: Messenger, store: TabStore<KeptComposing>): void {
  const kept: Record<string, KeptComposing> = {};
  for (const conversation of [open.peek(), ...conversations.drafted.peek()]) {
    const [reply, edit] = [conversation?.replyingTo.peek() ?? null, conversation?.editing.peek() ?? null];
    if (conversation && (reply || edit)) kept[conversation.peer] = { reply, edit, text: conversation.editText.peek() };
  }
  store.save(kept);
}

/** Leaves a reply or an edit that the user has begun meanwhile. */
export function restoreComposing({ conversations }: Messenger, store: TabStore<KeptComposing>): void {
  const kept = (store.load() ?? {}) as Record<string, KeptComposing>;
  batch(() => {
    for (const [peer, { reply, edit, text }] of Object.entries(kept)) {
      const { replyingTo, editing, editText } = conversations.withPeer(peer);
      replyingTo.value ??= reply;
      if (!edit || editing.peek()) continue;
      editing.value = edit;
      editText.value = text;
    }
  });
}
