/** The path of a user's picture on this server. */
import type { User } from '../../protocol/shapes.ts';

const form = /^\/api\/avatars\/[\w-]{1,64}$/;

/**
 * Undefined without a picture, and for a URL of another form: the page then shows initials, and asks no other site. The
 * rest of the user stays readable, because a newer server may give pictures another URL.
 */
export function picturePath({ avatar }: Pick<User, 'avatar'>): string | undefined {
  return avatar !== undefined && form.test(avatar) ? avatar : undefined;
}
