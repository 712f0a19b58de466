/** The users of a run: pairs and rooms with devices on all nodes, and strangers that must receive nothing. */
import { randomBytes } from 'node:crypto';
import { lobbyId } from '../../src/engine/ports/room-port.ts';
import { expectStatus, logIn, register, type TestUser } from '../support/client.ts';
import { until } from '../support/waiting.ts';
import type { Address } from './conversation-address.ts';
import type { FaultHistory } from './fault-history.ts';
import { type ClientOptions, LiveClient } from './live-client.ts';
import { LiveSocket } from './live-socket.ts';
import type { Nemesis } from './nemesis.ts';
import type { TestBed } from './test-bed.ts';

/** The users of one conversation. */
export interface Group {
  users: readonly TestUser[];
  /** The devices of the first user, then those of the second, and so on. */
  clients: LiveClient[];
  /** Whether the base load leaves this conversation out. */
  isSilent?: boolean;
}

export interface Pair extends Group {
  users: readonly [TestUser, TestUser];
}

/** Its first user has created it, and stays in it. */
export interface Room extends Group {
  address: Address & { room: string };
  start: { seq: number; rev: number };
}

export interface PairOptions {
  devices?: number;
  /** The addresses that a device tries in turn; every load balancer by default. */
  urls?: (device: number) => readonly string[];
  receipts?: boolean;
  /** How many messages a device may have in flight. */
  window?: number;
}

const strangerEvents = [
  'chatMessage',
  'messageChanged',
  'typing',
  'doneTyping',
  'read',
  'delivered',
  'roomChanged',
] as const;

const isOfLobby = (push: object) => 'conversation' in push && push.conversation === lobbyId;

type DeviceOptions = Partial<Pick<ClientOptions, 'urls' | 'receipts' | 'window' | 'room' | 'start'>>;

export class UserPool {
  readonly tag: string = randomBytes(4).toString('hex');
  readonly pairs: Pair[] = [];
  /** The lobby is one of them. */
  readonly rooms: Room[] = [];
  readonly strangers: LiveSocket[] = [];
  /** Every connection of the run, by its user. */
  readonly #sockets: { user: string; socket: LiveSocket }[] = [];
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
    return this.groups.flatMap(({ clients }) => clients);
  }

  get lobby(): Room | undefined {
    return this.rooms.find(({ address }) => address.room === lobbyId);
  }

  get groups(): Group[] {
    return [...this.pairs, ...this.rooms];
  }

  /** Every load balancer; devices try them in turn. */
  get urls(): string[] {
    return this.#bed.haproxies.map(({ url }) => url);
  }

  get url(): string {
    return this.#bed.haproxies[0]!.url;
  }

  /** Creates an account, signed in. Retries, because the load balancer may take a busy node for dead. */
  createUser(label: string): Promise<TestUser> {
    return retryUntilAccepted(() => {
      this.#count += 1;
      return register(this.url, { username: `t${this.tag}.${this.#count}.${label}` });
    });
  }

  /** Settles when all devices of the pairs are connected. */
  async addPairs(count: number, options: PairOptions = {}): Promise<Pair[]> {
    const added: Pair[] = [];
    for (let left = count; left > 0; left -= 8) {
      added.push(...(await Promise.all(Array.from({ length: Math.min(8, left) }, () => this.#addPair(options)))));
    }
    return this.start(added);
  }

  /** A user who writes notes to oneself on several devices. */
  async addNotes(devices = 3): Promise<Pair> {
    const me = await this.createUser('notes');
    const [first, ...others] = await this.#devicesOf(me, me, devices, {});
    const pair: Pair = { users: [me, me], clients: [first!, ...others] };
    this.pairs.push(pair);
    await this.start([pair]);
    return pair;
  }

  /** Settles when the devices are connected. */
  async start<G extends Group>(added: G[]): Promise<G[]> {
    const clients = added.flatMap((pair) => pair.clients);
    for (const client of clients) client.start();
    await until('every device is connected', () => clients.every(({ socket }) => socket.isConnected), { ms: 60_000 });
    return added;
  }

  /**
   * Adds pairs that bypass the load balancer. It removes all nodes when none reaches the database, and then no client
   * receives the answers of the nodes.
   */
  addDirectPairs(count: number): Promise<Pair[]> {
    const { nodes } = this.#bed;
    return this.addPairs(count, { urls: (device) => [nodes[device % nodes.length]!.balancer.url] });
  }

  async #addPair({ devices = 2, urls = () => this.urls, receipts = true, window = 1 }: PairOptions): Promise<Pair> {
    const users = await Promise.all([this.createUser('ann'), this.createUser('ben')]);
    const [ann, ben] = users;
    const options = { receipts, window };
    const own = await this.#devicesOf(ann, ben, devices, options, urls);
    const peers = await this.#devicesOf(ben, ann, devices, options, (index) => urls(devices + index));
    const pair = { users, clients: [...own, ...peers] };
    this.pairs.push(pair);
    return pair;
  }

  async #devicesOf(
    me: TestUser,
    peer: TestUser,
    count: number,
    options: DeviceOptions,
    urls: (device: number) => readonly string[] = () => this.urls,
  ): Promise<LiveClient[]> {
    const clients: LiveClient[] = [];
    for (let number = 1; number <= count; number += 1) {
      const session = number === 1 ? me : await retryUntilAccepted(() => logIn(this.url, me));
      clients.push(this.client(session, peer, number, { ...options, urls: urls(number - 1) }));
    }
    return clients;
  }

  /** A device of the user, not started yet. */
  client(me: TestUser, { username: peer }: Pick<TestUser, 'username'>, number: number, options: DeviceOptions = {}) {
    const device = `${me.username}/${number}`;
    const client = new LiveClient({
      ...this.#socketOptions(me, device, options.urls),
      user: me.username,
      peer,
      room: options.room,
      start: options.start,
      receipts: options.receipts ?? false,
      window: options.window ?? 1,
    });
    this.#sockets.push({ user: me.username, socket: client.socket });
    return client;
  }

  /** A bare connection of the user, not opened yet. */
  socket(me: TestUser, urls: readonly string[] = this.urls): LiveSocket {
    const socket = new LiveSocket(this.#socketOptions(me, `${me.username}/1`, urls));
    this.#sockets.push({ user: me.username, socket });
    return socket;
  }

  /** The users with a connection. */
  connectedUsers(): string[] {
    return [...new Set(this.#sockets.filter(({ socket }) => socket.isConnected).map(({ user }) => user))];
  }

  #socketOptions(me: TestUser, device: string, urls: readonly string[] = this.urls) {
    const nodeOf = (name: string) => this.#nemesis.nodeOf(name)?.name;
    return { device, session: me.cookie, cookie: me.cookie, urls, history: this.#history, nodeOf };
  }

  /** Adds users outside all pairs; every push they receive is recorded as a violation. */
  async addStrangers(count: number): Promise<void> {
    for (let number = 1; number <= count; number += 1) {
      const stranger = await this.createUser('eve');
      const socket = this.socket(stranger);
      for (const event of strangerEvents) {
        const about = { op: 'stranger', phase: 'seen', device: `${stranger.username}/1` } as const;
        socket.on(event, (push) => {
          // Everybody is in the lobby.
          if (!isOfLobby(push)) this.#history.record({ ...about, detail: `${event} ${JSON.stringify(push)}` });
        });
      }
      socket.onWelcome = () => void socket.call('look', 'conversations', { rooms: true }, {});
      socket.open();
      this.strangers.push(socket);
      await this.#askAsStranger(stranger);
    }
  }

  /** Reads the own, empty conversation with a user of a pair, which must contain no message, and a room of others. */
  async #askAsStranger(stranger: TestUser): Promise<void> {
    const peer = this.pairs[0]?.users[0];
    if (!peer) return;
    const path = `/api/conversations/${peer.username}`;
    const event = { op: 'stranger', phase: 'seen', device: stranger.username } as const;
    for (const { address } of this.rooms.filter((room) => room.address.room !== lobbyId)) {
      const { status } = await stranger.fetch(`${address.path}/messages`);
      if (status === 200) this.#history.record({ ...event, detail: `a page of ${address.conversation}` });
    }
    for (const page of ['messages', 'changes?after=0']) {
      const { messages } = expectStatus(await stranger.fetch<{ messages: unknown[] }>(`${path}/${page}`), 200);
      if (messages.length > 0) this.#history.record({ ...event, detail: `a page of ${page}` });
    }
  }

  stop(): void {
    for (const client of this.clients) client.stop();
    for (const stranger of this.strangers) stranger.close();
  }
}

const retryUntilAccepted = (work: () => Promise<TestUser>) =>
  until('a node accepts the user', work, { ms: 60_000, everyMs: 500 });
