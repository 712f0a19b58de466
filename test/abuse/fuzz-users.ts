/** Registers the users of a fuzz run; their names come from the seed, so that a seed repeats all inputs. */
import type { RoomAnswer } from '../../src/protocol/room-shapes.ts';
import { expectStatus, register, TestUser } from '../support/client.ts';
import type { Words } from './input-generators.ts';

const passwords = ['correct horse battery staple', 'Tr0ub4dor&3 is another one', 'a third pass phrase altogether'];

export class FuzzUsers {
  readonly #url: string;
  readonly #prefix: string;
  readonly #known = new Set<string>();
  readonly words: Words;
  /** The first two of the names. */
  readonly peers: TestUser[] = [];
  #count = 0;

  private constructor(url: string, prefix: string) {
    this.#url = url;
    this.#prefix = prefix;
    const names = ['peer', 'other'].map((name) => `${prefix}-${name}`);
    this.words = {
      names: [...names, names[0]?.toUpperCase() ?? '', `${prefix}-1`, `${prefix}-new`],
      passwords,
      conversations: ['-'],
    };
  }

  static async create(url: string, seed: number): Promise<FuzzUsers> {
    const users = new FuzzUsers(url, `fz${seed.toString(36)}`);
    for (const name of ['peer', 'other']) users.peers.push(await users.#register(name));
    return users;
  }

  /** Registers and signs in a new user. */
  newUser(): Promise<TestUser> {
    this.#count += 1;
    return this.#register(`${this.#count}`);
  }

  /** Lets the user make a room with the peers; answers its id. */
  async makeRoom(user: TestUser): Promise<string> {
    const members = this.peers.map(({ username }) => username);
    const body = { title: 'Fuzz', members };
    const { conversation } = expectStatus(await user.fetch<RoomAnswer>('/api/rooms', { method: 'POST', body }), 201);
    return conversation.channelId;
  }

  async #register(name: string): Promise<TestUser> {
    const user = await register(this.#url, { username: `${this.#prefix}-${name}`, password: passwords[0] as string });
    this.add(user.username);
    return user;
  }

  add(username: string): void {
    this.#known.add(username.toLowerCase());
  }

  /** The usernames of all users. */
  get known(): ReadonlySet<string> {
    return this.#known;
  }

  /** Returns the usernames of all users but this one. */
  othersOf(user: TestUser): ReadonlySet<string> {
    const others = new Set(this.#known);
    others.delete(user.username);
    return others;
  }

  /** Signs the user in again with any of the passwords; registers a new user when none is valid. */
  async signInAgain(user: TestUser): Promise<TestUser> {
    for (const password of passwords) {
      const back = new TestUser(this.#url, { username: user.username, password });
      if ((await back.logIn()).status === 200 && (await back.fetch('/api/me')).status === 200) return back;
    }
    return this.newUser();
  }
}
