/** Sends the waiting commands, and repeats each until the server acknowledges or refuses it. */
import { batch } from '@preact/signals';
import type { Message } from '../../../protocol/shapes.ts';
import { Refresher } from '../refresher.ts';
import type { CommandStore } from '../text-store.ts';
import type { Wire } from '../wire.ts';
import { type FailureCode, WireFailure } from '../wire-failure.ts';
import type { ChangeRefusals } from './change-refusals.ts';
import { nextOf } from './command-lanes.ts';
import { mergeIntoDelete } from './command-merge.ts';
import { mayBeCarriedOut, request } from './command-request.ts';
import { type Command, isSend, keyOf, laneOf, type SendCommand } from './user-command.ts';
import type { WaitingCommands } from './waiting-commands.ts';

export interface SenderEvents {
  /** Called with the stored message before its command is forgotten; likewise `onChanged`. */
  onSent(message: Message): void;
  onChanged(message: Message): void;
  /** Finds the `seq` of the command's message; null when the message is not known. */
  seqOf(command: Command): number | null;
}

export class CommandSender {
  /** The ids of the commands that are on their way to the server. */
  readonly underWay = new Set<string>();
  readonly #wire: Wire;
  readonly #list: WaitingCommands;
  readonly #store: CommandStore;
  readonly #refusals: ChangeRefusals;
  readonly #events: SenderEvents;
  /** Each sends one command at a time. */
  readonly #lanes = new Map<string, Refresher>();
  readonly #stopWatching: () => void;

  constructor(wire: Wire, list: WaitingCommands, store: CommandStore, refusals: ChangeRefusals, events: SenderEvents) {
    this.#wire = wire;
    this.#list = list;
    this.#store = store;
    this.#refusals = refusals;
    this.#events = events;
    this.#stopWatching = store.watch(() => {
      list.refresh();
      this.run();
    });
  }

  /** Starts every lane that does not wait for a retry. */
  run(): void {
    for (const command of this.#list.waiting.peek()) this.#laneOf(command).refreshUnlessWaiting();
  }

  /** Starts the lane of this command now. Resolves when the lane rests. */
  send(command: Command): Promise<void> {
    return this.#laneOf(command).refresh();
  }

  stop(): void {
    this.#stopWatching();
    for (const lane of this.#lanes.values()) lane.stop();
  }

  #laneOf(command: Command): Refresher {
    const name = laneOf(command);
    const known = this.#lanes.get(name);
    if (known) return known;
    const canRun = () => this.#wire.state.peek() === 'connected';
    const lane: Refresher = new Refresher(() => this.#runNext(name, lane), { canRun });
    this.#lanes.set(name, lane);
    return lane;
  }

  /** Sends one command and asks the lane to run again, so that each success resets the backoff. */
  async #runNext(name: string, lane: Refresher): Promise<void> {
    const next = nextOf(this.#list.refresh(), name, Date.now());
    if (typeof next === 'number') return lane.refreshSoon(next);
    if (!next) return this.#endLane(name, lane);
    // One tab at a time sends. What another one has sent meanwhile is no longer in the list.
    await this.#store.exclusively(name, () => this.#carryOut(next.id));
    void lane.refresh();
  }

  #endLane(name: string, lane: Refresher): void {
    if (this.#list.waiting.peek().some((command) => laneOf(command) === name)) return;
    lane.stop();
    this.#lanes.delete(name);
  }

  /** Fails when a retry may help. */
  async #carryOut(id: string): Promise<void> {
    const found = this.#list.find(id);
    if (!found) return;
    const command = this.#withSeq(found);
    if (command.kind === 'delete') this.#list.update((waiting) => mergeIntoDelete(waiting, id, this.underWay));
    this.#put(id, { tried: true });
    this.underWay.add(id);
    try {
      this.#acknowledge(command, await request(this.#wire, command));
    } catch (error) {
      const failure = WireFailure.from(error);
      if (failure.permanent) return this.#refuse(command, failure.code);
      if (!mayBeCarriedOut(failure)) this.#put(id, { tried: command.tried });
      throw failure;
    } finally {
      this.underWay.delete(id);
    }
  }

  /** Adds the `seq` to a change of a message that another tab has sent. */
  #withSeq(command: Command): Command {
    if (isSend(command) || command.message.seq !== null) return command;
    return { ...command, message: { ...command.message, seq: this.#events.seqOf(command) } };
  }

  #acknowledge(command: Command, message: Message): void {
    batch(() => {
      if (isSend(command)) this.#events.onSent(message);
      else this.#events.onChanged(message);
      this.#forget(command.id);
    });
  }

  /** A refused message stays, for its author to send again. */
  #refuse(command: Command, code: FailureCode): void {
    if (isSend(command)) this.#put(command.id, { refused: code });
    else
      batch(() => {
        this.#forget(command.id);
        this.#refusals.add(keyOf(command), code);
      });
  }

  #forget(id: string): void {
    this.#list.update((waiting) => waiting.filter((command) => command.id !== id));
  }

  /** Changes a command, unless it has left the list meanwhile. */
  #put(id: string, update: Pick<Partial<SendCommand>, 'tried' | 'refused'>): void {
    this.#list.update((waiting) => waiting.map((command) => (command.id === id ? { ...command, ...update } : command)));
  }
}
