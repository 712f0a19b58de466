/** Sets and removes the picture of the signed-in user. */
import type { User } from '../../protocol/shapes.ts';
import { picturePath } from './picture-path.ts';
import type { UserCache } from './user-cache.ts';

/** Each call fails with a `WireFailure`. */
export interface PictureApi {
  setPicture(image: Blob, abandoned: AbortSignal): Promise<User>;
  removePicture(): Promise<void>;
}

export class OwnPicture {
  readonly #api: PictureApi;
  readonly #users: UserCache;
  readonly #me: string;

  constructor(api: PictureApi, users: UserCache, me: string) {
    this.#api = api;
    this.#users = users;
    this.#me = me;
  }

  get user(): User {
    return this.#users.get(this.#me);
  }

  get isSet(): boolean {
    return picturePath(this.user) !== undefined;
  }

  async set(image: Blob, abandoned: AbortSignal): Promise<void> {
    this.#users.learn([await this.#api.setPicture(image, abandoned)]);
  }

  async remove(): Promise<void> {
    await this.#api.removePicture();
    const { avatar: _, ...user } = this.user;
    this.#users.learn([user]);
  }
}
