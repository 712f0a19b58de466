/** Tracks the user who is signed in on this page, and signs in and out. */
import { signal } from '@preact/signals';
import type { PasskeyOptions } from '../../protocol/factor-shapes.ts';
import type { DeletionBody, LoginBody, RegisterBody } from '../../protocol/routes.ts';
import type { User } from '../../protocol/shapes.ts';
import { Refresher } from './refresher.ts';
import { WireFailure } from './wire-failure.ts';

/** The account routes over HTTP; each call fails with a `WireFailure`. */
export interface AccountApi {
  /** Null when there is no session. */
  signedIn(): Promise<User | null>;
  register(body: RegisterBody): Promise<User>;
  login(body: LoginBody): Promise<User>;
  /** @param options - what the server asked for after the password; without them, any passkey signs in. */
  passkeyLogin(options?: PasskeyOptions): Promise<User>;
  logout(): Promise<void>;
  remove(body: DeletionBody): Promise<void>;
}

export const cookiesNeeded =
  'This browser keeps no cookies of this address, and Duologue needs one to keep you signed in. Allow them for this address, and log in again.';

export class Account {
  /** Undefined until the server has answered. */
  readonly user = signal<User | null | undefined>(undefined);
  /** The message of the log-in page: why the user is signed out, or why a log-in was refused. */
  readonly notice = signal('');
  /** Why the server has not answered, or empty. */
  readonly obstacle = signal('');
  /** Whether the user has logged out, so that the next visitor of this page starts afresh. */
  hasLeft = false;
  /** Whether the server has met the browser's cookie since the log-in. */
  #isProven = true;
  readonly #api: AccountApi;
  readonly #asking: Refresher;

  constructor(api: AccountApi) {
    this.#api = api;
    this.#asking = new Refresher(() => this.#askUser(), { canRun: () => this.user.peek() === undefined });
  }

  /** Asks the server for the signed-in user, until it answers. */
  start(): Promise<void> {
    return this.#asking.refresh();
  }

  async register(body: RegisterBody): Promise<void> {
    this.#enter(await this.#api.register(body));
  }

  async login(body: LoginBody): Promise<void> {
    this.#enter(await this.#api.login(body));
  }

  async passkeyLogin(options?: PasskeyOptions): Promise<void> {
    this.#enter(await this.#api.passkeyLogin(options));
  }

  async logout(): Promise<void> {
    await this.#api.logout();
    this.hasLeft = true;
    this.user.value = null;
  }

  /** Deletes the account permanently. */
  async remove(body: DeletionBody): Promise<void> {
    await this.#api.remove(body);
    this.notice.value = 'Your account is deleted.';
    this.hasLeft = true;
    this.user.value = null;
  }

  /** Called when the server has accepted the browser's cookie. */
  sessionProven(): void {
    this.#isProven = true;
  }

  /** Called when the server has ended the session. */
  sessionEnded(): void {
    if (!this.user.peek()) return;
    this.notice.value = this.#isProven ? 'Your session has ended. Please log in again.' : cookiesNeeded;
    this.user.value = null;
  }

  /** Called when another user has logged in in another tab of this browser. */
  switchUser(user: User): void {
    this.user.value = user;
  }

  /** Asks whether the session still belongs to the user. Without an answer the user stays. */
  async confirmUser(): Promise<void> {
    const known = this.user.peek();
    if (!known) return;
    const user = await this.#api.signedIn().catch(() => known);
    if (user === null) this.sessionEnded();
    else if (user.username !== known.username) this.switchUser(user);
  }

  async #askUser(): Promise<void> {
    try {
      const user = await this.#api.signedIn();
      this.obstacle.value = '';
      // The user may have logged in while the answer was on its way.
      if (this.user.peek() === undefined) this.user.value = user;
    } catch (error) {
      this.obstacle.value = WireFailure.from(error).whileRetrying;
      throw error;
    }
  }

  #enter(user: User): void {
    this.hasLeft = false;
    this.#isProven = false;
    this.notice.value = '';
    this.user.value = user;
  }
}
