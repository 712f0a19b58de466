/** Tracks which users are typing in which conversation. */
import { signal } from '@preact/signals';

export interface TypingPeer {
  readonly channelId: string;
  readonly username: string;
}

/** The server sends `doneTyping` after 5 s of silence. When that push is lost, the entry expires by itself. */
const expiryMs = 6_000;

const keyOf = ({ channelId, username }: TypingPeer) => `${channelId}/${username}`;

export class TypingPeers {
  readonly all = signal<readonly TypingPeer[]>([]);
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  /** The users who are typing in one conversation; none while its id is unknown. */
  in(channelId: string | null | undefined): readonly string[] {
    return this.all.value.filter((entry) => entry.channelId === channelId).map(({ username }) => username);
  }

  started(peer: TypingPeer): void {
    const key = keyOf(peer);
    clearTimeout(this.#timers.get(key));
    const timer = setTimeout(() => this.stopped(peer), expiryMs);
    if (!this.#timers.has(key)) this.all.value = [...this.all.peek(), peer];
    this.#timers.set(key, timer);
  }

  stopped(peer: TypingPeer): void {
    const key = keyOf(peer);
    clearTimeout(this.#timers.get(key));
    if (this.#timers.delete(key)) this.all.value = this.all.peek().filter((entry) => keyOf(entry) !== key);
  }

  /** While there is no connection, the page knows nothing about typing. */
  clear(): void {
    for (const peer of this.all.peek()) this.stopped(peer);
  }
}
