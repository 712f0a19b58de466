/** Changes the messages of the open conversation for the user: edits, deletes, reacts and pins. */
import type { ConversationState } from '../conversation-state.ts';
import type { Row } from '../transcript.ts';
import type { CommandQueue } from './command-queue.ts';
import { type Change, messageKey, undoMs } from './user-command.ts';

/** The row of a message: its key, and its `seq`, null while it is not sent. */
export type ChangedRow = Pick<Row, 'key' | 'seq'>;

export class MessageChanges {
  readonly #me: string;
  readonly #commands: CommandQueue;
  readonly #open: () => ConversationState | null;

  constructor(me: string, commands: CommandQueue, open: () => ConversationState | null) {
    this.#me = me;
    this.#commands = commands;
    this.#open = open;
  }

  /** Returns false when too many changes are waiting. */
  edit(row: ChangedRow, text: string): boolean {
    return this.#change(row, { kind: 'edit', text });
  }

  /** Hides the message at once; the server hears of it when the time to undo has passed. An unsent message is dropped. */
  remove(row: ChangedRow): void {
    const accepted = this.#change(row, { kind: 'delete', dueAt: Date.now() + undoMs });
    if (!accepted) this.#commands.refuse(row.key, 'unavailable');
  }

  undoRemove({ key }: Pick<Row, 'key'>): void {
    this.#commands.undoDelete(key);
  }

  react(row: ChangedRow, emoji: string, on: boolean): boolean {
    return this.#change(row, { kind: 'react', emoji, on });
  }

  pin(row: ChangedRow, on: boolean): boolean {
    return this.#change(row, { kind: 'pin', on });
  }

  /** Forgets that the server refused a change. */
  dismiss({ key }: Pick<Row, 'key'>): void {
    this.#commands.dismiss(key);
  }

  /** Sends a refused message again. */
  retry({ clientId }: Pick<Row, 'clientId'>): void {
    this.#commands.retry(clientId);
  }

  /** Forgets a refused message. */
  discard({ clientId }: Pick<Row, 'clientId'>): void {
    this.#commands.discard(clientId);
  }

  #change({ key }: ChangedRow, change: Change): boolean {
    const conversation = this.#open();
    if (!conversation) return false;
    // The row may be older than the answer to its message.
    const stored = conversation.find((message) => messageKey(message, this.#me) === key);
    return this.#commands.change(conversation.peer, { key, seq: stored?.seq ?? null }, change, stored ?? null);
  }
}
