/** People who do not write: two who only type, of whom one leaves for good, and one at each node who watches who is online. */
import type { User } from '../../src/protocol/shapes.ts';
import type { Pair } from './conversing-pairs.ts';
import type { LiveClient } from './live-client.ts';
import type { LiveSocket } from './live-socket.ts';
import type { Stage } from './scenario.ts';
import type { FinalPresence } from './witnesses.ts';

/** Long enough for the five seconds to run out in between. */
const typeEveryMs = 6_500;
/** As many as one socket may watch. */
const watchedMax = 200;

type Parts = Pick<Stage, 'bed' | 'cast' | 'random' | 'sleep'>;

export class Bystanders {
  readonly #cast: Stage['cast'];
  readonly #watchers: Watcher[] = [];
  readonly #timers: NodeJS.Timeout[] = [];
  #silent: Pair | undefined;

  constructor(cast: Stage['cast']) {
    this.#cast = cast;
  }

  /** Whoever is in the cast by now is watched. */
  async start({ bed, cast, random }: Parts): Promise<void> {
    [this.#silent] = await cast.addPairs(1, { devices: 1, receipts: false });
    const [stays, leaves] = this.#silent!.clients as [LiveClient, LiveClient];
    this.#silent!.isSilent = true;
    const type = () => {
      for (const client of [stays, leaves]) client.typing();
    };
    this.#timers.push(setInterval(type, typeEveryMs));
    this.#timers.push(setTimeout(() => this.#leave(leaves), random.between(1_000, 10_000)));
    const names = cast.pairs.flatMap(({ people }) => people.map(({ username }) => username)).slice(0, watchedMax);
    for (const { balancer } of bed.nodes) {
      const watcher = await cast.person('eye');
      this.#watchers.push(new Watcher(cast.socket(watcher, [balancer.url]), names));
    }
  }

  /** Closes its connection in the middle of whatever happens then. */
  #leave(client: LiveClient): void {
    client.stop();
    const pair = this.#silent!;
    pair.clients = pair.clients.filter((one) => one !== client);
  }

  /** What each watcher shows of everybody, and what is so. */
  presence(): FinalPresence[] {
    const here = new Set(this.#cast.clients.filter(({ socket }) => socket.isConnected).map(({ user }) => user));
    return this.#watchers.flatMap(({ name, shown, names }) =>
      names.map((user) => ({ watcher: name, user, shown: shown.get(user), isOnline: here.has(user) })),
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

/** Asks once at each connection, and from then on believes what it is told. */
class Watcher {
  readonly names: readonly string[];
  readonly shown = new Map<string, boolean>();
  readonly #socket: LiveSocket;

  constructor(socket: LiveSocket, names: readonly string[]) {
    this.names = names;
    this.#socket = socket;
    socket.onWelcome = () => void this.#watch();
    socket.on('updateUsers', ({ users }) => this.#believe(users));
    socket.open();
  }

  get name(): string {
    return this.#socket.options.device;
  }

  async #watch(): Promise<void> {
    const outcome = await this.#socket.call('watch', 'watch', { usernames: [...this.names] }, {});
    if (outcome.phase === 'ok') this.#believe(outcome.data.users);
    else if (outcome.code !== 'disconnected') setTimeout(() => void this.#watch(), 1_000);
  }

  #believe(users: readonly User[]): void {
    for (const { username, online } of users) this.shown.set(username, online);
  }

  stop(): void {
    this.#socket.close();
  }
}
