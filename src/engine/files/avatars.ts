/** The pictures of users: sets, removes and reads them. */
import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Refusal } from '../../protocol/refusals.ts';
import type { AvatarStore } from '../ports/avatar-port.ts';
import { avatarKey, type FileBytes } from '../ports/file-bytes-port.ts';
import type { ExamineRequest, FileExaminer } from '../ports/file-examiner-port.ts';
import type { Caller, UserId } from '../ports/identifiers.ts';

export interface Avatars {
  /**
   * Makes the picture of an uploaded image, for everybody who sees the user.
   * @throws Refusal `invalid_input` when it is no image that can be decoded; `not_found` when files are off
   */
  set(caller: Caller, image: Pick<ExamineRequest, 'path' | 'folder'>): Promise<void>;
  remove(caller: Caller): Promise<void>;
  /** The bytes of a picture, a WebP. @throws Refusal `not_found` */
  open(id: string): Promise<Readable>;
}

export interface AvatarParts {
  avatars: AvatarStore;
  bytes: FileBytes | null;
  examiner: FileExaminer | null;
  /** Called after the stored user has changed. */
  changed(id: UserId): Promise<void>;
}

const possibleId = /^[\w-]{16}$/;

export function createAvatars({ avatars, bytes, examiner, changed }: AvatarParts): Avatars {
  async function replace(id: UserId, avatarId: string | null): Promise<void> {
    if (await avatars.replace(id, avatarId)) return changed(id);
    if (avatarId !== null) await bytes?.remove([avatarKey(avatarId)]);
    throw new Refusal('unauthorized', 'This account is no longer there.');
  }
  return {
    async set({ id }, image) {
      if (!bytes || !examiner) throw new Refusal('not_found', 'This server keeps no pictures.');
      const path = await examiner.makeAvatar(image);
      const avatarId = randomBytes(12).toString('base64url');
      await bytes.keep(avatarKey(avatarId), path);
      await replace(id, avatarId);
    },
    remove: ({ id }) => replace(id, null),
    async open(id) {
      if (!bytes || !possibleId.test(id)) throw new Refusal('not_found', 'There is no such picture.');
      return bytes.read(avatarKey(id));
    },
  };
}
