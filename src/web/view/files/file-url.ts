/** The address of a file's bytes. */
import type { File } from '../../../protocol/shapes.ts';
import { pathOf } from '../../model/conversation-path.ts';

/** @param peer - the name of the conversation. */
export const fileUrl = (peer: string, { id }: Pick<File, 'id'>) =>
  `/api/${pathOf(peer)}/files/${encodeURIComponent(id)}`;
