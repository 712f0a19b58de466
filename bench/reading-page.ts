/** Reads every message of a lane as an open page does: one receipt for all messages of a while. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lane } from './lane.ts';

const seqField = '"seq":';
const acknowledged = '[{"ok":true';
const drainMs = 10_000;

export class ReadingPage {
  /** Receipts sent, and receipts acknowledged. */
  sent = 0;
  acknowledged = 0;
  /** The server's first refusal. */
  refusal = '';
  /** Called with the milliseconds from a receipt to the sender's push `read`. */
  onRead: (ms: number) => void = () => {};
  readonly #lane: Lane;
  readonly #gatherMs: number;
  readonly #sentAt = new Map<number, number>();
  #seq = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(lane: Lane, gatherMs: number) {
    this.#lane = lane;
    this.#gatherMs = gatherMs;
    lane.onReceiverPacket = (packet) => this.#receive(packet);
    lane.onSenderPacket = (packet) => this.#notice(packet);
  }

  #receive(packet: string): void {
    if (packet.startsWith('42["chatMessage"')) this.#gather(seqIn(packet));
    if (!packet.startsWith('43')) return;
    if (packet.includes(acknowledged)) this.acknowledged += 1;
    else this.refusal ||= packet.slice(0, 200);
  }

  #gather(seq: number): void {
    this.#seq = Math.max(seq, this.#seq);
    if (this.#gatherMs === 0) this.#report();
    else this.#timer ??= setTimeout(() => this.#report(), this.#gatherMs);
  }

  #report(): void {
    this.#timer = undefined;
    this.sent += 1;
    this.#sentAt.set(this.#seq, performance.now());
    this.#lane.markRead(this.#seq);
  }

  #notice(packet: string): void {
    if (!packet.startsWith('42["read"')) return;
    const seq = seqIn(packet);
    const sentAt = this.#sentAt.get(seq);
    this.#sentAt.delete(seq);
    if (sentAt !== undefined) this.onRead(performance.now() - sentAt);
  }

  get isIdle(): boolean {
    return this.#timer === undefined && this.acknowledged === this.sent;
  }
}

const seqIn = (packet: string) => Number.parseInt(packet.slice(packet.indexOf(seqField) + seqField.length), 10);

/** @throws Error when a receipt was refused, or not acknowledged in time. */
export async function drainReceipts(pages: readonly ReadingPage[]): Promise<void> {
  const deadline = performance.now() + drainMs;
  while (pages.some((page) => !page.isIdle) && performance.now() < deadline) await sleep(20);
  if (pages.every((page) => page.isIdle)) return;
  const missing = pages.reduce((sum, page) => sum + page.sent - page.acknowledged, 0);
  throw new Error(`${missing} receipts were not acknowledged. ${pages.find(({ refusal }) => refusal)?.refusal ?? ''}`);
}
