/** Who is signed in on this page, and the ways in and out. */
import { signal } from '@preact/signals';
import type { PasskeyOptions } from '../../protocol/factor-shapes.ts';
import type { DeletionBody, LoginBody, RegisterBody } from '../../protocol/routes.ts';
import type { User } from '../../protocol/shapes.ts';
import { backoffMs } from './backoff.ts';

/** The HTTP half of the wire; each fails with a `WireFailure`. */
export interface AccountApi {
  /** Null when there is no session. */
  me(): Promise<User | null>;
  register(body: RegisterBody): Promise<User>;
  login(body: LoginBody): Promise<User>;
  /** By a passkey: any, or as the server asked after the password. */
  passkeyLogin(asked?: PasskeyOptions): Promise<User>;
  logout(): Promise<void>;
  remove(body: DeletionBody): Promise<void>;
}

export class Account {
  /** Undefined until the server has been asked. */
  readonly user = signal<User | null | undefined>(undefined);
  /** What the log-in page has to say: how one got there, or why one is not let in. */
  readonly farewell = signal('');
  /** The server could not be asked yet. */
  readonly unreachable = signal(false);
  readonly #api: AccountApi;

  constructor(api: AccountApi) {
    this.#api = api;
  }

  /** Asks who is signed in until there is an answer. */
  async begin(): Promise<void> {
    for (let attempt = 0; this.user.peek() === undefined; attempt += 1) {
      try {
        const user = await this.#api.me();
        this.unreachable.value = false;
        // Whoever has logged in meanwhile is not sent away by an answer from before.
        if (this.user.peek() === undefined) this.user.value = user;
      } catch {
        this.unreachable.value = true;
        await new Promise((resolve) => setTimeout(resolve, backoffMs(attempt)));
      }
    }
  }

  async register(body: RegisterBody): Promise<void> {
    this.#enter(await this.#api.register(body));
  }

  async login(body: LoginBody): Promise<void> {
    this.#enter(await this.#api.login(body));
  }

  async passkeyLogin(asked?: PasskeyOptions): Promise<void> {
    this.#enter(await this.#api.passkeyLogin(asked));
  }

  async logout(): Promise<void> {
    await this.#api.logout();
    this.user.value = null;
  }

  /** Deletes the account for good. */
  async remove(body: DeletionBody): Promise<void> {
    await this.#api.remove(body);
    this.farewell.value = 'Your account is deleted.';
    this.user.value = null;
  }

  /** The server has ended the session: elsewhere, or because it grew old. */
  ended(): void {
    if (!this.user.peek()) return;
    this.farewell.value = 'Your session has ended. Please log in again.';
    this.user.value = null;
  }

  /** Somebody else has logged in at this browser, in another tab. */
  became(user: User): void {
    this.user.value = user;
  }

  #enter(user: User): void {
    this.farewell.value = '';
    this.user.value = user;
  }
}
