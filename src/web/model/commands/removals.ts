/** Tells each conversation which deletions can still be undone. */
import { batch, effect, signal } from '@preact/signals';
import type { ConversationState } from '../conversation-state.ts';
import { heldFor } from './command-lanes.ts';
import type { CommandQueue } from './command-queue.ts';
import { type ChangeCommand, type Command, keyOf } from './user-command.ts';

type Delete = ChangeCommand & { readonly kind: 'delete' };

/** Runs until the returned function is called. */
export function followRemovals(commands: CommandQueue, withPeer: (peer: string) => ConversationState): () => void {
  const ended = signal(0);
  const conversations = new Set<ConversationState>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = effect(() => {
    clearTimeout(timer);
    const now = Date.now();
    const held = commands.waiting.value.filter(isDelete).filter((command) => heldFor(command, now) > 0);
    for (const { to } of held) conversations.add(withPeer(to));
    show(conversations, held);
    const next = ended.value + 1;
    if (held.length === 0) return;
    const firstMs = Math.min(...held.map((command) => heldFor(command, now)));
    timer = setTimeout(() => {
      ended.value = next;
    }, firstMs);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}

const isDelete = (command: Command): command is Delete => command.kind === 'delete' && !command.tried;

function show(conversations: ReadonlySet<ConversationState>, held: readonly Delete[]): void {
  batch(() => {
    for (const { peer, removals } of conversations) {
      const own = held.filter(({ to }) => to === peer);
      const known = removals.peek();
      if (own.length === 0 && known.length === 0) continue;
      removals.value = own.map((command) => ({ key: keyOf(command), dueAt: command.dueAt }));
    }
  });
}
