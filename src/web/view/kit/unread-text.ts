/** The number of unread messages, as text. */
import { limits } from '../../../protocol/limits.ts';
import { numberText } from './locale.ts';

/** The server counts no further than the newest messages of a conversation: then there may be more. */
export const unreadText = (unread: number): string => numberText(unread) + (unread < limits.unreadWindow ? '' : '+');
