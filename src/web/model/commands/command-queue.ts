/** Keeps each command of the user until the server acknowledges it. */
import { computed, type ReadonlySignal } from '@preact/signals';
import { v7 } from 'uuid';
import type { Message } from '../../../protocol/shapes.ts';
import type { CommandStore } from '../text-store.ts';
import type { Wire } from '../wire.ts';
import type { FailureCode } from '../wire-failure.ts';
import { ChangeRefusals } from './change-refusals.ts';
import { mergeChange } from './command-merge.ts';
import { changesByKey, overlay } from './command-overlay.ts';
import { CommandSender, type SenderEvents } from './command-sender.ts';
import type { Change, ChangeCommand, Command, MessageRef, SendCommand } from './user-command.ts';
import { isChange, isSend, keyOf, messageKey, ownKey } from './user-command.ts';
import { WaitingCommands } from './waiting-commands.ts';

/** The ids of one user ascend with time, so that the database appends them to one place of its index. */
const newId = () => v7();

export interface CommandEvents extends SenderEvents {
  /** Called when another tab has carried out or taken back the command. */
  onDoneElsewhere(command: Command): void;
}

export class CommandQueue {
  readonly #me: string;
  readonly #list: WaitingCommands;
  readonly #refusals = new ChangeRefusals();
  readonly #sender: CommandSender;

  constructor(me: string, wire: Wire, store: CommandStore, events: CommandEvents) {
    this.#me = me;
    this.#list = new WaitingCommands(store, (command) => events.onDoneElsewhere(command));
    const onSent = (message: Message) => {
      events.onSent(message);
      this.stored(message);
    };
    this.#sender = new CommandSender(wire, this.#list, store, this.#refusals, { ...events, onSent });
  }

  get waiting(): ReadonlySignal<readonly Command[]> {
    return this.#list.waiting;
  }

  /** The refusals of changes, by the key of their message's row. */
  get refusals(): ReadonlySignal<ReadonlyMap<string, FailureCode>> {
    return this.#refusals.byKey;
  }

  readonly unsent = computed(() => this.waiting.value.filter(isSend));

  /** The message as it will be with the waiting changes. */
  show(message: Message): Message {
    const key = messageKey(message, this.#me);
    return overlay(message, changesByKey(this.waiting.value).get(key) ?? [], this.#me);
  }

  /** Accepts a message for sending; returns false when too many commands are waiting. */
  send(
    to: string,
    body: string,
    reply: SendCommand['reply'] = null,
    files: SendCommand['files'] = [],
    id = newId(),
  ): boolean {
    const content = { to, body, reply, files, writtenAt: this.#list.nextTime() };
    const send = { kind: 'send', id, clientId: id, ...content, tried: false, refused: null } as const;
    return this.#update((waiting) => [...waiting, send]);
  }

  /**
   * Accepts a change; returns false when too many commands are waiting.
   * @param stored - the message as the server has stored it; null when it is unsent.
   */
  change(to: string, message: MessageRef, change: Change, stored: Message | null): boolean {
    const command = { ...change, id: newId(), to, message, writtenAt: this.#list.nextTime(), tried: false };
    const known = { me: this.#me, stored, underWay: this.#sender.underWay };
    this.#refusals.dismiss(message.key);
    return this.#update((waiting) => mergeChange(waiting, command, known));
  }

  /** Takes back the deletion of a message, unless the server may know of it. */
  undoDelete(key: string): void {
    const isUndone = (command: Command) => command.kind === 'delete' && keyOf(command) === key && !command.tried;
    this.#update((waiting) => waiting.filter((command) => !isUndone(command)));
    for (const command of this.waiting.peek()) if (keyOf(command) === key) void this.#sender.send(command);
  }

  /** Sends a refused message again. After a `conflict` it gets a new id, because another message has the old one. */
  retry(clientId: string): void {
    const send = this.unsent.peek().find((command) => command.clientId === clientId);
    if (!send) return;
    const id = send.refused === 'conflict' ? newId() : clientId;
    this.#update((waiting) =>
      waiting.map((command) => {
        if (keyOf(command) !== ownKey(clientId)) return command;
        return isSend(command) ? { ...command, id, clientId: id, refused: null, tried: false } : moved(command, id);
      }),
    );
  }

  /** Forgets a message that its author discards, and its changes. */
  discard(clientId: string): void {
    this.#update((waiting) => waiting.filter((command) => keyOf(command) !== ownKey(clientId)));
  }

  /** Tells of a change that cannot be made. */
  refuse(key: string, code: FailureCode): void {
    this.#refusals.add(key, code);
  }

  /** Forgets the refusal of a change. */
  dismiss(key: string): void {
    this.#refusals.dismiss(key);
  }

  /** Names the `seq` of an own message to the changes that wait for it. */
  stored({ clientId, seq }: Message): void {
    const key = ownKey(clientId);
    const waits = (command: Command) =>
      isChange(command) && command.message.key === key && command.message.seq === null;
    // Another tab may have added a change just now.
    if (!this.#list.refresh().some(waits)) return;
    this.#update((waiting) =>
      waiting.map((command) => (isChange(command) && waits(command) ? { ...command, message: { key, seq } } : command)),
    );
  }

  /** Sends everything that waits; called when the connection is back. */
  resume(): void {
    for (const command of this.waiting.peek()) void this.#sender.send(command);
  }

  /** Ends the time to undo, because the user leaves; resolves when the deletions are sent, or cannot be. */
  async flushDeletes(): Promise<void> {
    const isHeld = (command: Command) => command.kind === 'delete' && command.message.seq !== null;
    if (!this.waiting.peek().some(isHeld)) return;
    this.#update((waiting) => waiting.map((command) => (isHeld(command) ? { ...command, dueAt: 0 } : command)));
    await Promise.all(
      this.waiting
        .peek()
        .filter(isHeld)
        .map((command) => this.#sender.send(command)),
    );
  }

  /** Removes every command of the user from the store, including those of other tabs. */
  clear(): void {
    this.#list.update(() => []);
    this.#refusals.clear();
  }

  stop(): void {
    this.#sender.stop();
  }

  #update(change: (waiting: readonly Command[]) => readonly Command[]): boolean {
    const accepted = this.#list.update(change);
    if (accepted) this.#sender.run();
    return accepted;
  }
}

/** The change of an unsent message that has got another `clientId`. */
function moved(change: ChangeCommand, clientId: string): ChangeCommand {
  return { ...change, message: { key: ownKey(clientId), seq: null } };
}
