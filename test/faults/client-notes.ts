/** Writes what a device receives into the history. */
import type { HistoryPage, Message } from '../../src/protocol/shapes.ts';
import { conversationOf, type FaultHistory, type ReceiptKind } from './fault-history.ts';
import type { WitnessedMessage } from './witnesses.ts';

/** `push`, `changed`: the two pushes. `answer`, `change`: what a send or a change is answered. `fetch`, `feed`: pages. */
export type How = 'push' | 'changed' | 'answer' | 'change' | 'fetch' | 'feed';

interface Owner {
  device: string;
  user: string;
  peer: string;
  history: FaultHistory;
}

export class ClientNotes {
  readonly #owner: Owner;
  readonly #conversation: string;

  constructor(owner: Owner, conversation: string) {
    this.#owner = owner;
    this.#conversation = conversation;
  }

  /**
   * Notes each push and each first sight of a message as `push`, and later sights of changed ones as `state`.
   * @param call - the call that is answered, if any
   */
  message(
    message: Message,
    { hash, state, replyTo, files }: WitnessedMessage,
    how: How,
    isFirst: boolean,
    call?: number,
  ): void {
    const { from, to = from, seq, clientId } = message;
    const { history, device } = this.#owner;
    const conversation = this.#conversation;
    if ((message.conversation ?? conversationOf(from, to)) !== conversation) {
      history.record({ op: 'stranger', phase: 'seen', device, detail: `a message from ${from} to ${to}` });
      return;
    }
    // The outcome of a change tells its state.
    const op = how === 'push' || (isFirst && how !== 'changed') ? 'push' : 'state';
    if (op === 'push' || (state && how !== 'answer' && how !== 'change')) {
      const seen = { op, phase: 'seen', call, device, conversation, user: from } as const;
      history.record({ ...seen, clientId, seq, hash, state, files, detail: how });
    }
    if (message.replyTo?.excerpt && replyTo !== undefined) this.text(replyTo, 'excerpt', call);
  }

  /** Notes that text of a message was shown, in an excerpt or a version. */
  text(seq: number, detail: string, call: number | undefined): void {
    if (call === undefined) return;
    const { history, device } = this.#owner;
    history.record({ op: 'text', phase: 'seen', call, device, conversation: this.#conversation, seq, detail });
  }

  /** Notes to oneself have no receipts. */
  readStates({ read, delivered }: HistoryPage, call: number | undefined): void {
    const { user, peer } = this.#owner;
    if (user === peer) return;
    this.#readState(user, 'read', read.me, call);
    this.#readState(peer, 'read', read.peer, call);
    this.#readState(peer, 'shown', delivered.peer, call);
  }

  #readState(user: string, receiptKind: ReceiptKind, seq: number, call: number | undefined): void {
    const { history, device } = this.#owner;
    const conversation = this.#conversation;
    history.record({ op: 'receipt', phase: 'ok', call, device, conversation, user, receiptKind, seq });
  }

  typing(user: string, phase: 'invoke' | 'seen', detail?: string): void {
    const { history, device } = this.#owner;
    history.record({ op: 'typing', phase, device, conversation: this.#conversation, user, detail });
  }

  /** Notes a violation for each push of another conversation: a device has only one conversation. */
  sender(username: string, event: string): void {
    const { user, peer, history, device } = this.#owner;
    if (event === 'typing' || event === 'doneTyping') this.typing(username, 'seen', event);
    if (username === user || username === peer) return;
    history.record({ op: 'stranger', phase: 'seen', device, detail: `${event} from ${username}` });
  }
}
