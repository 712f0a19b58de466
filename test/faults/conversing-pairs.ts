/** The people of a run: pairs with their devices spread over the nodes, and strangers whose sockets must stay silent. */
import { randomBytes } from 'node:crypto';
import { expectStatus, logIn, type Person, register } from '../support/client.ts';
import { until } from '../support/waiting.ts';
import type { FaultHistory } from './fault-history.ts';
import { LiveClient } from './live-client.ts';
import { LiveSocket } from './live-socket.ts';
import type { Nemesis } from './nemesis.ts';
import type { TestBed } from './test-bed.ts';

export interface Pair {
  people: readonly [Person, Person];
  /** Those of the first, then those of the second. */
  clients: LiveClient[];
  /** Whether nobody writes here. */
  isSilent?: boolean;
}

export interface PairOptions {
  devices?: number;
  /** Where a device connects; through the first load balancer by default. */
  urls?: (device: number) => readonly string[];
  receipts?: boolean;
  /** How many messages a device may have under way. */
  window?: number;
}

type ClientWishes = { urls?: readonly string[]; receipts?: boolean; window?: number };

export class Cast {
  readonly tag: string = randomBytes(4).toString('hex');
  readonly pairs: Pair[] = [];
  readonly strangers: LiveSocket[] = [];
  readonly #bed: TestBed;
  readonly #nemesis: Nemesis;
  readonly #history: FaultHistory;
  #count = 0;

  constructor(bed: TestBed, nemesis: Nemesis, history: FaultHistory) {
    this.#bed = bed;
    this.#nemesis = nemesis;
    this.#history = history;
  }

  get clients(): LiveClient[] {
    return this.pairs.flatMap((pair) => pair.clients);
  }

  /** Every load balancer; devices try them in turn. */
  get urls(): string[] {
    return this.#bed.haproxies.map(({ url }) => url);
  }

  get url(): string {
    return this.#bed.haproxies[0]!.url;
  }

  /** A new account, signed in. The balancer may take a busy node for dead: not what is examined here. */
  person(label: string): Promise<Person> {
    return patiently(() => {
      this.#count += 1;
      return register(this.url, { username: `t${this.tag}.${this.#count}.${label}` });
    });
  }

  /** Settles when all their devices are connected. */
  async addPairs(count: number, options: PairOptions = {}): Promise<Pair[]> {
    const added: Pair[] = [];
    for (let left = count; left > 0; left -= 8) {
      added.push(...(await Promise.all(Array.from({ length: Math.min(8, left) }, () => this.#addPair(options)))));
    }
    const clients = added.flatMap((pair) => pair.clients);
    for (const client of clients) client.start();
    await until('every device is connected', () => clients.every(({ socket }) => socket.isConnected), { ms: 60_000 });
    return added;
  }

  /**
   * Pairs that pass the load balancer by: it takes all nodes away when none reaches the database, and then nobody hears
   * what the nodes themselves would answer.
   */
  addStraightPairs(count: number): Promise<Pair[]> {
    const { nodes } = this.#bed;
    return this.addPairs(count, { urls: (device) => [nodes[device % nodes.length]!.balancer.url] });
  }

  async #addPair({ devices = 2, urls = () => this.urls, receipts = true, window = 1 }: PairOptions): Promise<Pair> {
    const people = await Promise.all([this.person('ann'), this.person('ben')]);
    const [ann, ben] = people;
    const clients: LiveClient[] = [];
    for (const [me, peer] of [
      [ann, ben],
      [ben, ann],
    ] as const) {
      for (let number = 1; number <= devices; number += 1) {
        const session = number === 1 ? me : await patiently(() => logIn(this.url, me));
        clients.push(this.client(session, peer, number, { urls: urls(clients.length), receipts, window }));
      }
    }
    const pair = { people, clients };
    this.pairs.push(pair);
    return pair;
  }

  /** A device of somebody, not started yet. */
  client(me: Person, peer: Person, number: number, options: ClientWishes = {}) {
    const device = `${me.username}/${number}`;
    return new LiveClient({
      ...this.#socketOptions(me, device, options.urls),
      user: me.username,
      peer: peer.username,
      receipts: options.receipts ?? false,
      window: options.window ?? 1,
    });
  }

  /** A bare connection of somebody, not opened yet. */
  socket(me: Person, urls: readonly string[] = this.urls): LiveSocket {
    return new LiveSocket(this.#socketOptions(me, `${me.username}/1`, urls));
  }

  #socketOptions(me: Person, device: string, urls: readonly string[] = this.urls) {
    const nodeOf = (name: string) => this.#nemesis.nodeOf(name)?.name;
    return { device, session: me.cookie, cookie: me.cookie, urls, history: this.#history, nodeOf };
  }

  /** Whatever they are told of anybody's conversation is on record. */
  async addStrangers(count: number): Promise<void> {
    for (let number = 1; number <= count; number += 1) {
      const stranger = await this.person('eve');
      const socket = this.socket(stranger);
      for (const event of ['chatMessage', 'typing', 'doneTyping', 'read', 'delivered'] as const) {
        const about = { op: 'stranger', phase: 'seen', device: `${stranger.username}/1` } as const;
        socket.on(event, (told) => this.#history.record({ ...about, detail: `${event} ${JSON.stringify(told)}` }));
      }
      socket.open();
      this.strangers.push(socket);
      await this.#askAsStranger(stranger);
    }
  }

  /** Opens their own, empty conversation with somebody, which must show nothing. */
  async #askAsStranger(stranger: Person): Promise<void> {
    const somebody = this.pairs[0]?.people[0];
    if (!somebody) return;
    const path = `/api/conversations/${somebody.username}/messages`;
    const { messages } = expectStatus(await stranger.fetch<{ messages: unknown[] }>(path), 200);
    const event = { op: 'stranger', phase: 'seen', device: stranger.username } as const;
    if (messages.length > 0) this.#history.record({ ...event, detail: 'a page of messages' });
  }

  stop(): void {
    for (const client of this.clients) client.stop();
    for (const stranger of this.strangers) stranger.close();
  }
}

const patiently = (work: () => Promise<Person>) => until('somebody is let in', work, { ms: 60_000, everyMs: 500 });
