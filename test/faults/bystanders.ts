/** Users who send no messages: two that only type, one of which disconnects for good, and a presence watcher at each node. */
import type { User } from '../../src/protocol/shapes.ts';
import type { Pair } from './conversing-pairs.ts';
import type { LiveClient } from './live-client.ts';
import type { LiveSocket } from './live-socket.ts';
import type { ScenarioContext } from './scenario.ts';
import type { FinalPresence } from './witnesses.ts';

/** Longer than the five seconds after which a typing notice expires. */
const typeEveryMs = 6_500;
/** The number of users that one socket may watch. */
const watchedMax = 200;

type ContextParts = Pick<ScenarioContext, 'bed' | 'pool' | 'random' | 'sleep'>;

export class Bystanders {
  readonly #pool: ScenarioContext['pool'];
  readonly #watchers: Watcher[] = [];
  readonly #timers: NodeJS.Timeout[] = [];
  #typists: Pair | undefined;

  constructor(pool: ScenarioContext['pool']) {
    this.#pool = pool;
  }

  /** Watches the users that are in the pool at this moment. */
  async start({ bed, pool, random }: ContextParts): Promise<void> {
    [this.#typists] = await pool.addPairs(1, { devices: 1, receipts: false });
    const [stays, leaves] = this.#typists!.clients as [LiveClient, LiveClient];
    this.#typists!.isSilent = true;
    const type = () => {
      for (const client of [stays, leaves]) client.typing();
    };
    this.#timers.push(setInterval(type, typeEveryMs));
    this.#timers.push(setTimeout(() => this.#leave(leaves), random.between(1_000, 10_000)));
    const users = pool.pairs.flatMap((pair) => pair.users.map(({ username }) => username));
    const names = [...new Set(users)].slice(0, watchedMax);
    for (const { balancer } of bed.nodes) {
      const watcher = await pool.createUser('watcher');
      this.#watchers.push(new Watcher(pool.socket(watcher, [balancer.url]), names));
    }
  }

  /** Disconnects for good, at a random moment of the scenario. */
  #leave(client: LiveClient): void {
    client.stop();
    const pair = this.#typists!;
    pair.clients = pair.clients.filter((one) => one !== client);
  }

  /** The presence of each user as each watcher shows it, and as it is. */
  presence(): FinalPresence[] {
    const online = new Set(this.#pool.clients.filter(({ socket }) => socket.isConnected).map(({ user }) => user));
    return this.#watchers.flatMap(({ name, shown, names }) =>
      names.map((user) => ({ watcher: name, user, shown: shown.get(user), isOnline: online.has(user) })),
    );
  }

  get isRight(): boolean {
    return this.presence().every(({ shown, isOnline }) => shown === isOnline);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const watcher of this.#watchers) watcher.stop();
  }
}

/** Requests the presence once per connection, and then applies the pushes. */
class Watcher {
  readonly names: readonly string[];
  readonly shown = new Map<string, boolean>();
  readonly #socket: LiveSocket;

  constructor(socket: LiveSocket, names: readonly string[]) {
    this.names = names;
    this.#socket = socket;
    socket.onWelcome = () => void this.#watch();
    socket.on('updateUsers', ({ users }) => this.#update(users));
    socket.open();
  }

  get name(): string {
    return this.#socket.options.device;
  }

  async #watch(): Promise<void> {
    const outcome = await this.#socket.call('watch', 'watch', { usernames: [...this.names] }, {});
    if (outcome.phase === 'ok') this.#update(outcome.data.users);
    else if (outcome.code !== 'disconnected') setTimeout(() => void this.#watch(), 1_000);
  }

  #update(users: readonly User[]): void {
    for (const { username, online } of users) this.shown.set(username, online);
  }

  stop(): void {
    this.#socket.close();
  }
}
