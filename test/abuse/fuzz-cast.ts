/** The people of a fuzz run: who acts, and whom it may reach. Their names come from the seed, so that inputs repeat. */
import { Person, register } from '../support/client.ts';
import type { Words } from './input-generators.ts';

const passwords = ['correct horse battery staple', 'Tr0ub4dor&3 is another one', 'a third pass phrase altogether'];

export class FuzzCast {
  readonly #url: string;
  readonly #prefix: string;
  readonly #known = new Set<string>();
  readonly words: Words;
  #count = 0;

  private constructor(url: string, prefix: string) {
    this.#url = url;
    this.#prefix = prefix;
    const names = ['peer', 'other'].map((who) => `${prefix}-${who}`);
    this.words = { names: [...names, names[0]?.toUpperCase() ?? '', `${prefix}-1`, `${prefix}-new`], passwords };
  }

  static async gather(url: string, seed: number): Promise<FuzzCast> {
    const cast = new FuzzCast(url, `fz${seed.toString(36)}`);
    await cast.#enter('peer');
    await cast.#enter('other');
    return cast;
  }

  /** Somebody new, signed in. */
  actor(): Promise<Person> {
    this.#count += 1;
    return this.#enter(`${this.#count}`);
  }

  async #enter(name: string): Promise<Person> {
    const person = await register(this.#url, { username: `${this.#prefix}-${name}`, password: passwords[0] as string });
    this.add(person.username);
    return person;
  }

  add(username: string): void {
    this.#known.add(username.toLowerCase());
  }

  /** Everybody there is, but for one. */
  othersOf(person: Person): ReadonlySet<string> {
    const others = new Set(this.#known);
    others.delete(person.username);
    return others;
  }

  /** The same person signed in again, whichever of the passwords is theirs now; somebody new where none is. */
  async again(person: Person): Promise<Person> {
    for (const password of passwords) {
      const back = new Person(this.#url, { username: person.username, password });
      if ((await back.logIn()).status === 200 && (await back.fetch('/api/me')).status === 200) return back;
    }
    return this.actor();
  }
}
