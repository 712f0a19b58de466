/** The form that changes the user's display name. */
import { type Signal, signal } from '@preact/signals';
import type { RenameBody } from '../../protocol/routes.ts';
import type { User } from '../../protocol/shapes.ts';
import type { UserCache } from './user-cache.ts';

/** Each call fails with a `WireFailure`. */
export interface ProfileApi {
  rename(body: RenameBody): Promise<User>;
}

export class ProfileForm {
  readonly displayName: Signal<string>;
  readonly #api: ProfileApi;
  readonly #users: UserCache;

  constructor(api: ProfileApi, users: UserCache, me: string) {
    this.#api = api;
    this.#users = users;
    this.displayName = signal(users.get(me).displayName);
  }

  /** Shows the name as the server has stored it. */
  async save(): Promise<void> {
    const user = await this.#api.rename({ displayName: this.displayName.peek() });
    this.#users.learn([user]);
    this.displayName.value = user.displayName;
  }
}
