/** The address of a file's bytes. */
import type { File } from '../../../protocol/shapes.ts';

/** @param peer - the username of the other one of the conversation. */
export const fileUrl = (peer: string, { id }: Pick<File, 'id'>) =>
  `/api/conversations/${encodeURIComponent(peer)}/files/${encodeURIComponent(id)}`;
