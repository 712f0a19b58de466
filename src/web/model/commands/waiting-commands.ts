/** The waiting commands as the browser's storage keeps them, for all tabs of the user. */
import { signal } from '@preact/signals';
import type { TextStore } from '../text-store.ts';
import { type Command, inOrder } from './user-command.ts';

const maxCommands = 100;
/** Browsers keep about 5 MB for a site, two bytes for each UTF-16 code unit. */
const maxBytes = 2_000_000;

/** The storage is the truth: every change starts from what it holds, because other tabs change it as well. */
export class WaitingCommands {
  readonly waiting = signal<readonly Command[]>([]);
  readonly #store: TextStore<Command>;

  readonly #onDoneElsewhere: (command: Command) => void;

  /** @param onDoneElsewhere - called when another tab has carried out or taken back the command. */
  constructor(store: TextStore<Command>, onDoneElsewhere: (command: Command) => void) {
    this.#store = store;
    this.#onDoneElsewhere = onDoneElsewhere;
    this.refresh();
  }

  /** Reads what other tabs have changed. */
  refresh(): readonly Command[] {
    this.#show(this.#read());
    return this.waiting.peek();
  }

  find(id: string): Command | undefined {
    return this.refresh().find((command) => command.id === id);
  }

  /** Returns false, and changes nothing, when the list would outgrow its bounds. */
  update(change: (waiting: readonly Command[]) => readonly Command[]): boolean {
    const before = this.#read();
    const after = change(before);
    if (after.length > before.length && !fits(after)) return false;
    const left = new Set(after.map(({ id }) => id));
    for (const command of after) if (!before.includes(command)) this.#store.put(command);
    for (const { id } of before) if (!left.has(id)) this.#store.drop(id);
    this.#show(after);
    return true;
  }

  /** A time after that of every waiting command, so that the order stays when the clock does not move. */
  nextTime(): number {
    return Math.max(Date.now(), (this.waiting.peek().at(-1)?.writtenAt ?? 0) + 1);
  }

  #read(): Command[] {
    const stored = inOrder(this.#store.all());
    const left = new Set(stored.map(({ id }) => id));
    for (const command of this.waiting.peek()) if (!left.has(command.id)) this.#onDoneElsewhere(command);
    return stored;
  }

  /** Keeps the value when it is the same, so that nothing is drawn again. */
  #show(commands: readonly Command[]): void {
    if (JSON.stringify(commands) !== JSON.stringify(this.waiting.peek())) this.waiting.value = commands;
  }
}

function fits(commands: readonly Command[]): boolean {
  const bytes = commands.reduce((sum, command) => sum + 2 * JSON.stringify(command).length, 0);
  return commands.length <= maxCommands && bytes <= maxBytes;
}
