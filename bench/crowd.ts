/** Many sockets that all hear the messages of one room: times a message until the last of them has it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as newClientId } from 'uuid';
import { lobbyId } from '../src/engine/ports/room-port.ts';
import { type Target, wireOptionsOf } from './target.ts';
import { closeAll, openAll, type WireSocket } from './wire-socket.ts';

const body = '.'.repeat(64);
const lostMs = 10_000;

export class Crowd {
  readonly #sockets: readonly WireSocket[];
  #missing = 0;
  #onLast: () => void = () => {};
  #turn = 0;

  private constructor(sockets: readonly WireSocket[]) {
    this.#sockets = sockets;
    for (const socket of sockets) {
      socket.onPacket = (packet) => {
        if (!packet.startsWith('42["chatMessage"')) return;
        this.#missing -= 1;
        if (this.#missing === 0) this.#onLast();
      };
    }
  }

  /** Connects every user of the target, each to the next node. Sockets of Duologue ask for rooms, as the page does. */
  static async open(target: Target): Promise<Crowd> {
    const sockets = await openAll(target.users.map((user, index) => wireOptionsOf(target, user, index)));
    if (!target.isRelay) {
      for (const socket of sockets) await socket.ask('conversations', { rooms: true, limit: 1 });
    }
    return new Crowd(sockets);
  }

  /**
   * Sends one message after the other, each from the next socket.
   * @param pauseMs - from the arrival of a message at the last socket until the next one.
   * @returns for each message the milliseconds until the last socket had it.
   * @throws Error when a message is refused, or does not reach everybody in time.
   */
  async talk(messages: number, pauseMs: number): Promise<number[]> {
    const took: number[] = [];
    for (let message = 0; message < messages; message += 1) {
      took.push(await this.#say());
      await sleep(pauseMs);
    }
    return took;
  }

  async #say(): Promise<number> {
    const sender = this.#sockets[this.#turn++ % this.#sockets.length] as WireSocket;
    // The sender has its message already.
    this.#missing = this.#sockets.length - 1;
    const arrived = new Promise<number>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${this.#missing} sockets missed a message`)), lostMs);
      this.#onLast = () => {
        clearTimeout(timer);
        resolve(performance.now());
      };
    });
    const startedAt = performance.now();
    const answer = sender.ask('chatMessage', { conversation: lobbyId, clientId: newClientId(), body });
    const [lastAt] = await Promise.all([arrived, answer]);
    return lastAt - startedAt;
  }

  close(): Promise<void> {
    return closeAll(this.#sockets);
  }
}
