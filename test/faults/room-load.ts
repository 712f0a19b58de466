/** Changes the rooms of a run while their members write: titles, members and owners. */

import { lobbyId } from '../../src/engine/ports/room-port.ts';
import { backoffMs } from '../../src/web/model/backoff.ts';
import type { Room, UserPool } from './conversing-pairs.ts';
import type { LiveClient } from './live-client.ts';
import { changeRoom, type RoomChange } from './room-change.ts';
import type { SeededRandom } from './seeded-random.ts';

const pauseMs = [300, 1_500] as const;
const strangerShare = 0.1;

export class RoomLoad {
  readonly #pool: UserPool;
  readonly #random: SeededRandom;
  #running: Promise<unknown>[] = [];
  #isStopped = false;
  #count = 0;

  constructor(pool: UserPool, random: SeededRandom) {
    this.#pool = pool;
    this.#random = random;
  }

  /** Nobody changes the lobby. In each room two users change something at once. */
  start(): void {
    const rooms = this.#pool.rooms.filter(({ address }) => address.room !== lobbyId);
    this.#running = [...rooms, ...rooms].map((room) => this.#run(room));
  }

  /** Settles when no change is under way. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#running);
  }

  async #run(room: Room): Promise<void> {
    while (!this.#isStopped) {
      await sleep(this.#random.between(...pauseMs));
      await this.#settle(...this.#choose(room));
    }
  }

  /** Repeats a change until its outcome is clear. */
  async #settle(client: LiveClient, change: RoomChange): Promise<void> {
    for (let failures = 0; !this.#isStopped; failures += 1) {
      const { phase, ...outcome } = await changeRoom(client, change);
      const isOpen = phase === 'unknown' || ('code' in outcome && outcome.code === 'disconnected');
      if (!isOpen) return;
      await sleep(backoffMs(failures));
    }
  }

  /** The creator stays in the room, so that it always has an owner who answers for it. */
  #choose({ clients }: Room): [LiveClient, RoomChange] {
    const random = this.#random;
    const [creator, ...others] = clients as [LiveClient, ...LiveClient[]];
    const other = random.pick(others);
    const by = random.chance(strangerShare) ? random.pick(others) : creator;
    this.#count += 1;
    if (random.chance(0.4)) return [by, { kind: 'rename', value: `Title ${this.#count}` }];
    if (!other.membership.isMember) return [by, { kind: 'add', value: other.user }];
    if (random.chance(0.2)) return [by, { kind: 'promote', value: other.user }];
    return [random.chance(0.3) ? other : by, { kind: 'remove', value: other.user }];
  }
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
