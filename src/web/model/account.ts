/** Tracks the user who is signed in on this page, and signs in and out. */
import { signal } from '@preact/signals';
import type { PasskeyOptions } from '../../protocol/factor-shapes.ts';
import type { DeletionBody, LoginBody, RegisterBody } from '../../protocol/routes.ts';
import type { User } from '../../protocol/shapes.ts';
import { texts } from '../texts/texts.ts';
import { obstacleText } from './obstacle-text.ts';
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

export class Account {
  /** Undefined until the server has answered, unless the browser tells who was signed in last. */
  readonly user = signal<User | null | undefined>(undefined);
  /** The message of the log-in page: why the user is signed out, or why a log-in was refused. */
  readonly notice = signal('');
  /** Why the server has not answered, or empty. */
  readonly obstacle = signal('');
  /** Whether the user has logged out, so that the next visitor of this page starts afresh. */
  hasLeft = false;
  /** Whether the server has met the browser's cookie since the log-in. */
  #isProven = true;
  /** Whether the server has told it, or an answer of it has changed it. */
  #isConfirmed = false;
  readonly #api: AccountApi;
  readonly #asking: Refresher;

  constructor(api: AccountApi) {
    this.#api = api;
    this.#asking = new Refresher(() => this.#askUser(), { canRun: () => !this.#isConfirmed });
  }

  /** Asks the server for the signed-in user, until it answers. */
  start(): Promise<void> {
    return this.#asking.refresh();
  }

  /** Shows the page of the user who was signed in last, until the server has answered. */
  presume(user: User): void {
    if (this.user.peek() === undefined) this.user.value = user;
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
    this.#confirm(null);
  }

  /** Deletes the account permanently. */
  async remove(body: DeletionBody): Promise<void> {
    await this.#api.remove(body);
    this.notice.value = texts.entry.accountDeleted();
    this.hasLeft = true;
    this.#confirm(null);
  }

  /** Whether the server has told who is signed in. */
  get isConfirmed(): boolean {
    return this.#isConfirmed;
  }

  /** Called when the server has accepted the browser's cookie. */
  sessionProven(): void {
    this.#isProven = true;
  }

  /** Called when the server has ended the session. */
  sessionEnded(): void {
    if (!this.user.peek()) return;
    // Unproven is only a user who has just logged in here; the page of the log-in has loaded the later texts.
    this.notice.value = this.#isProven ? texts.account.sessionEnded() : texts.entry.cookiesNeeded();
    this.#confirm(null);
  }

  /** Called when the browser keeps no cookies, once the later texts are loaded. */
  needCookies(): void {
    this.notice.value = texts.entry.cookiesNeeded();
  }

  /** Called when another user has logged in in another tab of this browser. */
  switchUser(user: User): void {
    this.#confirm(user);
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
      if (!this.#isConfirmed) this.#learn(user);
    } catch (error) {
      const failure = WireFailure.from(error);
      // On the page of a presumed user, the status line tells of a lost connection.
      const isTold = this.user.peek() !== undefined && failure.code !== 'intercepted';
      this.obstacle.value = isTold ? '' : obstacleText(failure);
      throw error;
    }
  }

  #learn(user: User | null): void {
    const presumed = this.user.peek();
    if (presumed && user === null) this.sessionEnded();
    else this.#confirm(presumed && presumed.username === user?.username ? presumed : user);
  }

  #confirm(user: User | null): void {
    this.#isConfirmed = true;
    this.obstacle.value = '';
    this.user.value = user;
  }

  #enter(user: User): void {
    this.hasLeft = false;
    this.#isProven = false;
    this.notice.value = '';
    this.#confirm(user);
  }
}
