/** The store of the pictures of users: which one a user has. */
import type { UserId } from './identifiers.ts';

export interface AvatarStore {
  /**
   * Gives the user another picture, or none; the bytes of the former one are noted as removed.
   * False when the account has been deleted.
   */
  replace(userId: UserId, avatarId: string | null): Promise<boolean>;
}
