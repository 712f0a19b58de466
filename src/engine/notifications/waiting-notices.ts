/** Keeps messages for the moment in which a device may still show them; of each conversation only the newest. */
import type { FilesSummary } from '../../protocol/shapes.ts';
import type { ConversationId, UserId } from '../ports/identifiers.ts';

/** A user, a member of a room whose name a message says, or with neither all members of a room. */
export interface Addressee {
  userId?: UserId;
  mentioned?: string;
}

/** A message of which users may have to be notified. */
export interface Notice extends Addressee {
  channelId: ConversationId;
  seq: number;
  senderId: UserId;
  from: string;
  /** The start of the text. */
  excerpt: string;
  /** Of a message without a text. */
  files?: FilesSummary;
  sentAt: string;
}

/** Bounds of what waits on a node. */
const noticesMax = 10_000;
const bytesMax = 8 * 1024 * 1024;
/** Of a notice without its text. */
const overheadBytes = 400;
/** At most four rounds a second, whatever the number of messages, in milliseconds. */
const roundMs = 250;

const keyOf = ({ channelId, userId, mentioned = '' }: Notice) => `${userId ?? `@${mentioned}`} ${channelId}`;

const bytesOf = (notice: Notice | undefined) =>
  notice ? overheadBytes + 2 * (notice.excerpt.length + (notice.files?.name.length ?? 0)) : 0;

interface Waiting {
  notice: Notice;
  dueAt: number;
}

export class WaitingNotices {
  readonly #delayMs: number;
  readonly #onDue: (notices: Notice[]) => void;
  /** In the order in which they are due. */
  readonly #waiting = new Map<string, Waiting>();
  #bytes = 0;
  #timer: NodeJS.Timeout | null = null;

  /** @param onDue - gets the notices that waited for `delayMs`. */
  constructor(delayMs: number, onDue: (notices: Notice[]) => void) {
    this.#delayMs = delayMs;
    this.#onDue = onDue;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** A newer message of the conversation takes the place of the one that waits. Answers false when there is no room. */
  add(notice: Notice): boolean {
    const key = keyOf(notice);
    const known = this.#waiting.get(key);
    if (known && known.notice.seq >= notice.seq) return true;
    const bytes = this.#bytes + bytesOf(notice) - bytesOf(known?.notice);
    if (bytes > bytesMax || (!known && this.#waiting.size >= noticesMax)) return false;
    this.#bytes = bytes;
    this.#waiting.set(key, { notice, dueAt: known?.dueAt ?? performance.now() + this.#delayMs });
    this.#schedule();
    return true;
  }

  /** Removes and answers what is due at this time. */
  take(now: number): Notice[] {
    const due: Notice[] = [];
    for (const [key, { notice, dueAt }] of this.#waiting) {
      if (dueAt > now) break;
      this.#waiting.delete(key);
      this.#bytes -= bytesOf(notice);
      due.push(notice);
    }
    return due;
  }

  #schedule(): void {
    const [first] = this.#waiting.values();
    if (!first || this.#timer !== null) return;
    this.#timer = setTimeout(() => this.#run(), Math.max(roundMs, first.dueAt - performance.now())).unref();
  }

  #run(): void {
    this.#timer = null;
    const due = this.take(performance.now());
    this.#schedule();
    if (due.length > 0) this.#onDue(due);
  }
}
