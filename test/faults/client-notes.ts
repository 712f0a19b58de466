/** Writes what a device receives into the history. */

import { lobbyId } from '../../src/engine/ports/room-port.ts';
import type { HistoryPage, Message } from '../../src/protocol/shapes.ts';
import { type Address, roomName } from './conversation-address.ts';
import { conversationOf, type FaultHistory, type ReceiptKind } from './fault-history.ts';
import type { LiveSocket } from './live-socket.ts';
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
  readonly #address: Address;

  constructor(owner: Owner, address: Address) {
    this.#owner = owner;
    this.#address = address;
  }

  get #conversation(): string {
    return this.#address.conversation;
  }

  /** Notes who types, and each notice of another conversation: a device has only one. */
  listen(socket: LiveSocket): void {
    socket.on('typing', (push) => this.#sender(push.from, push.conversation, 'typing'));
    socket.on('doneTyping', (push) => this.#sender(push.from, push.conversation, 'doneTyping'));
    socket.on('read', ({ username, channelId }) => this.#sender(username, this.#roomIn(channelId), 'read'));
    socket.on('delivered', ({ username, channelId }) => this.#sender(username, this.#roomIn(channelId), 'delivered'));
  }

  /** Receipts of a pair name it by its `channelId`, too, which a device does not compare. */
  #roomIn(channelId: string): string | undefined {
    return this.#address.room === undefined ? undefined : channelId;
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
    const { conversation: room } = message;
    if ((room === undefined ? conversationOf(from, to) : roomName(room)) !== conversation) {
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

  /** Notes to oneself have no receipts, and rooms only those of the own devices. */
  readStates({ read, delivered }: HistoryPage, call: number | undefined): void {
    const { user, peer } = this.#owner;
    if (user === peer) return;
    this.#readState(user, 'read', read.me, call);
    if (this.#address.room !== undefined) return;
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

  /** Members of rooms get what is written in the lobby, too; these devices ignore it. */
  isOfLobby(room: string | undefined): boolean {
    return room === lobbyId && this.#address.room !== lobbyId;
  }

  /** Notes a violation for a push of another conversation. */
  isOwnRoom(room: string | undefined, event: string): boolean {
    if (room === this.#address.room) return true;
    const { history, device } = this.#owner;
    history.record({ op: 'stranger', phase: 'seen', device, detail: `${event} of ${room}` });
    return false;
  }

  #sender(username: string, room: string | undefined, event: string): void {
    const { user, peer, history, device } = this.#owner;
    if (this.isOfLobby(room) || !this.isOwnRoom(room, event)) return;
    if (event === 'typing' || event === 'doneTyping') this.typing(username, 'seen', event);
    // Receipts of a room go to the own devices only.
    const mayBe = room === undefined || event === 'read' || event === 'delivered' ? [user, peer] : [username];
    if (mayBe.includes(username)) return;
    history.record({ op: 'stranger', phase: 'seen', device, detail: `${event} from ${username}` });
  }
}
